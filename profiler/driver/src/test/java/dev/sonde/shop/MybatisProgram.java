package dev.sonde.shop;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Many;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Result;
import org.apache.ibatis.annotations.Results;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.mapping.FetchType;
import org.apache.ibatis.mapping.StatementType;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.RowBounds;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/** A small program with MyBatis; what it sees is what it returns. */
final class MybatisProgram {

    /** A row and its children, filled by MyBatis. */
    public static class Author {
        public long id;
        public String name = "";
        public int version;
        public List<String> titles = List.of();
    }

    /** The statements of the program. */
    public interface Statements {

        @Update("drop table if exists mybatis_book, mybatis_author")
        void drop();

        @Update("create table mybatis_author (id bigserial primary key, name text unique, version int default 0)")
        void createAuthors();

        @Update("create table mybatis_book (id bigserial primary key, author_id bigint, title text)")
        void createBooks();

        @Insert("insert into mybatis_author (name) values (#{name})")
        @Options(useGeneratedKeys = true, keyProperty = "id")
        int insert(Author author);

        @Insert("insert into mybatis_book (author_id, title) values (#{author}, #{title})")
        int insertBook(@Param("author") long author, @Param("title") String title);

        @Select("select id, name, version from mybatis_author order by id")
        @Results({
            @Result(property = "id", column = "id"),
            @Result(property = "titles", column = "id", many = @Many(select = "titles", fetchType = FetchType.LAZY))
        })
        List<Author> authors();

        @Select("select title from mybatis_book where author_id = #{id} order by id")
        List<String> titles(long id);

        @Select("select title from mybatis_book order by id")
        @Options(fetchSize = 4)
        Cursor<String> cursor();

        @Select(
                "select title from mybatis_book where title like #{like} order by title limit #{limit} offset #{offset}")
        List<String> page(@Param("like") String like, @Param("limit") int limit, @Param("offset") int offset);

        @Update("update mybatis_author set name = #{name}, version = version + 1"
                + " where id = #{id} and version = #{version}")
        int update(@Param("id") long id, @Param("version") int version, @Param("name") String name);

        @Select("select id from mybatis_author where id = #{id} for update nowait")
        long lock(long id);

        @Select("{call upper(#{text})}")
        @Options(statementType = StatementType.CALLABLE)
        String call(String text);

        @Select("select '{\"a\": 1}'::jsonb ?? 'a' as has, count(*) as n from mybatis_book")
        Map<String, Object> operators();

        @Delete("delete from mybatis_book where id <= #{id}")
        int delete(long id);
    }

    private MybatisProgram() {}

    static List<String> run(DataSource dataSource) throws Exception {
        Configuration configuration =
                new Configuration(new Environment("test", new JdbcTransactionFactory(), dataSource));
        configuration.addMapper(Statements.class);
        SqlSessionFactory factory = new SqlSessionFactoryBuilder().build(configuration);
        List<String> seen = new ArrayList<>();
        write(factory, seen);
        try (SqlSession session = factory.openSession()) {
            read(session.getMapper(Statements.class), session, seen);
        }
        lock(factory, seen);
        return seen;
    }

    private static void write(SqlSessionFactory factory, List<String> seen) {
        try (SqlSession session = factory.openSession()) {
            Statements statements = session.getMapper(Statements.class);
            statements.drop();
            statements.createAuthors();
            statements.createBooks();
            for (int i = 1; i <= 3; i++) {
                Author author = new Author();
                author.name = "author " + i;
                seen.add("inserted " + statements.insert(author) + " id " + author.id);
            }
            session.commit();
            Author twin = new Author();
            twin.name = "author 1";
            try {
                statements.insert(twin);
                seen.add("no violation");
            } catch (PersistenceException e) {
                seen.add(stateOf(e));
            }
        }
        try (SqlSession session = factory.openSession(ExecutorType.BATCH)) {
            Statements statements = session.getMapper(Statements.class);
            for (int i = 0; i < 30; i++) {
                statements.insertBook(i % 3 + 1, "book " + i);
            }
            session.flushStatements().forEach(result -> seen.add("batch of " + result.getUpdateCounts().length));
            session.commit();
        }
    }

    private static void read(Statements statements, SqlSession session, List<String> seen) throws Exception {
        statements.authors().forEach(author -> seen.add(author.name + " " + author.titles));
        try (Cursor<String> cursor = statements.cursor()) {
            cursor.forEach(title -> seen.add("cursor " + title));
        }
        seen.add("page " + statements.page("book 1%", 3, 2));
        seen.add("bounds "
                + session.selectList(Statements.class.getName() + ".authors", null, new RowBounds(1, 1))
                        .size());
        seen.add("call " + statements.call("loud"));
        seen.add("operators " + new java.util.TreeMap<>(statements.operators()));
        seen.add("deleted " + statements.delete(4));
    }

    private static void lock(SqlSessionFactory factory, List<String> seen) {
        try (SqlSession first = factory.openSession();
                SqlSession second = factory.openSession()) {
            Statements mine = first.getMapper(Statements.class);
            Statements theirs = second.getMapper(Statements.class);
            seen.add("updated " + mine.update(1, 0, "mine"));
            first.commit();
            seen.add("updated too late " + theirs.update(1, 0, "theirs"));
            second.commit();
            seen.add("locked " + mine.lock(2));
            try {
                theirs.lock(2);
                seen.add("not locked");
            } catch (PersistenceException e) {
                seen.add(stateOf(e));
            }
        }
    }

    private static String stateOf(PersistenceException problem) {
        return problem.getCause() instanceof SQLException cause ? String.valueOf(cause.getSQLState()) : "no state";
    }
}
