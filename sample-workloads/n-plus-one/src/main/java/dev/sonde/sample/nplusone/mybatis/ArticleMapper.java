package dev.sonde.sample.nplusone.mybatis;

import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/** Articles of a magazine, what was said about them, and the tree of their categories. */
interface ArticleMapper {

    /** Something with a title. */
    record Section(Long id, String title) {}

    /** An article, as a list shows it. */
    record Article(UUID id, String title) {}

    /** What a reader said. */
    record Remark(Long id, String text) {}

    /** A node of the tree; the root has no parent. */
    record Category(Long id, @Nullable Long parentId, String name) {}

    @Select("select id, title from section where magazine_id = #{magazine} order by id")
    List<Section> sections(long magazine);

    @Select("select id, title from article where section_id = #{section} order by number")
    List<Article> ofSection(long section);

    @Select("select id, title from article order by number limit #{limit}")
    List<Article> first(int limit);

    @Select("select id, text from remark where article_id = #{article} order by id")
    List<Remark> remarks(UUID article);

    @Select("""
            select t.label from tag t join article_tag a on a.tag_id = t.id
            where a.article_id = #{article} order by t.id""")
    List<String> tags(UUID article);

    @Select("select id, parent_id, name from category where id = #{id}")
    Category category(long id);

    @Select("select value from setting where name = #{name}")
    String setting(String name);
}
