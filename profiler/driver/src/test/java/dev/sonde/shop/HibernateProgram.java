package dev.sonde.shop;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.OrderBy;
import jakarta.persistence.PessimisticLockException;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Root;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** A small program with Hibernate; what it sees is what it returns. */
final class HibernateProgram {

    @Entity(name = "Author")
    @Table(name = "hibernate_author")
    static class Author {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Long id;

        String name = "";
        UUID token = new UUID(1, 2);
        String[] tags = {};

        @Version
        int version;

        @OneToMany(mappedBy = "author", cascade = CascadeType.ALL)
        @OrderBy("title")
        List<Book> books = new ArrayList<>();
    }

    @Entity(name = "Book")
    @Table(name = "hibernate_book")
    static class Book {
        @Id
        @GeneratedValue(generator = "hibernate_book_id")
        @SequenceGenerator(name = "hibernate_book_id", sequenceName = "hibernate_book_id", allocationSize = 10)
        @Nullable
        Long id;

        @jakarta.persistence.Column(unique = true)
        String title = "";

        BigDecimal price = BigDecimal.ZERO;
        LocalDate published = LocalDate.EPOCH;

        @ManyToOne(fetch = jakarta.persistence.FetchType.LAZY)
        @Nullable
        Author author;
    }

    private HibernateProgram() {}

    static List<String> run(DataSource dataSource) {
        Configuration configuration = new Configuration();
        configuration.addAnnotatedClass(Author.class).addAnnotatedClass(Book.class);
        configuration.getProperties().put("hibernate.connection.datasource", dataSource);
        configuration.setProperty("hibernate.hbm2ddl.auto", "create-drop");
        configuration.setProperty("hibernate.jdbc.batch_size", "10");
        configuration.setProperty("hibernate.order_inserts", "true");
        List<String> seen = new ArrayList<>();
        try (SessionFactory factory = configuration.buildSessionFactory()) {
            write(factory, seen);
            read(factory, seen);
            lock(factory, seen);
        }
        return seen;
    }

    private static void write(SessionFactory factory, List<String> seen) {
        factory.inTransaction(session -> {
            for (int a = 1; a <= 3; a++) {
                Author author = new Author();
                author.name = "author " + a;
                author.tags = new String[] {"t" + a, "common"};
                for (int b = 1; b <= 12; b++) {
                    Book book = new Book();
                    book.title = "book " + a + "." + b;
                    book.price = new BigDecimal(a + ".5" + b);
                    book.author = author;
                    author.books.add(book);
                }
                session.persist(author);
                seen.add("id " + author.id);
            }
        });
        try {
            factory.inTransaction(session -> {
                Book twin = new Book();
                twin.title = "book 1.1";
                session.persist(twin);
            });
            seen.add("no violation");
        } catch (ConstraintViolationException e) {
            seen.add(e.getSQLState() + " " + e.getConstraintName());
        }
        factory.inTransaction(session -> seen.add("updated "
                + session.createMutationQuery("update Book set price = price + 1 where title like 'book 1.%'")
                        .executeUpdate()));
    }

    private static void read(SessionFactory factory, List<String> seen) {
        factory.inSession(session -> {
            for (Author author : session.createSelectionQuery("from Author a order by a.id", Author.class)
                    .list()) {
                seen.add(author.name + " " + String.join(",", author.tags) + " " + author.token);
                author.books.forEach(book -> seen.add("  " + book.title + " " + book.price));
            }
        });
        factory.inTransaction(session -> {
            try (Stream<Book> books = session.createSelectionQuery("from Book order by id", Book.class)
                    .setFetchSize(5)
                    .getResultStream()) {
                books.limit(17).forEach(book -> seen.add("streamed " + book.id + " " + book.published));
            }
            CriteriaBuilder builder = session.getCriteriaBuilder();
            CriteriaQuery<Book> criteria = builder.createQuery(Book.class);
            Root<Book> root = criteria.from(Book.class);
            criteria.where(builder.gt(root.get("price"), 2), builder.like(root.get("title"), "book%"))
                    .orderBy(builder.desc(root.get("price")), builder.asc(root.get("id")));
            session.createSelectionQuery(criteria)
                    .setFirstResult(5)
                    .setMaxResults(4)
                    .list()
                    .forEach(book -> seen.add("page " + book.title));
            seen.add("native "
                    + session.createNativeQuery("select count(*), max(price) from hibernate_book", Object[].class)
                            .getSingleResult()[1]);
        });
    }

    private static void lock(SessionFactory factory, List<String> seen) {
        try (Session first = factory.openSession();
                Session second = factory.openSession()) {
            first.beginTransaction();
            second.beginTransaction();
            Author mine = first.find(Author.class, 1L);
            Author theirs = second.find(Author.class, 1L);
            mine.name = "mine";
            first.getTransaction().commit();
            theirs.name = "theirs";
            try {
                second.getTransaction().commit();
                seen.add("lost update");
            } catch (OptimisticLockException e) {
                seen.add("optimistic lock");
            }
        }
        try (Session first = factory.openSession();
                Session second = factory.openSession()) {
            first.beginTransaction();
            second.beginTransaction();
            seen.add("locked " + first.find(Author.class, 1L, LockModeType.PESSIMISTIC_WRITE).version);
            try {
                second.createNativeQuery("select id from hibernate_author where id = 1 for update nowait", Long.class)
                        .getSingleResult();
                seen.add("not locked");
            } catch (PessimisticLockException e) {
                seen.add(e.getClass().getSimpleName());
            }
            first.getTransaction().rollback();
            second.getTransaction().rollback();
        }
    }
}
