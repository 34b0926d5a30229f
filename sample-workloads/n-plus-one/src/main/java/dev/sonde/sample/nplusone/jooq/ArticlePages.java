package dev.sonde.sample.nplusone.jooq;

import static dev.sonde.sample.nplusone.jooq.Shop.*;

import dev.sonde.sample.nplusone.scenario.Service;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record2;

/** Pages of a magazine. */
final class ArticlePages {
    private ArticlePages() {}

    /** All sections of a magazine, their articles, and what was said of each. */
    static String magazine(Service service, int n) {
        DSLContext dsl = dsl(service);
        StringJoiner page = new StringJoiner("\n");
        List<Long> sections = dsl.select(SECTION_ID)
                .from(SECTIONS)
                .where(SECTION_MAGAZINE.eq(Service.ownerOf(n)))
                .orderBy(SECTION_ID)
                .fetch(SECTION_ID);
        for (Long section : sections) {
            for (UUID article : dsl.select(ARTICLE_ID)
                    .from(ARTICLES)
                    .where(ARTICLE_SECTION.eq(section))
                    .orderBy(ARTICLE_NUMBER)
                    .fetch(ARTICLE_ID)) {
                page.add(section + " " + remarks(dsl, article));
            }
        }
        return page.toString();
    }

    static String remarksAndTags(Service service, int n) {
        DSLContext dsl = dsl(service);
        StringJoiner page = new StringJoiner("\n");
        for (Record2<UUID, String> article : first(dsl, n)) {
            page.add(article.value2() + remarks(dsl, article.value1()) + tags(dsl, article.value1()));
        }
        return page.toString();
    }

    static String tags(Service service, int n) {
        DSLContext dsl = dsl(service);
        StringJoiner page = new StringJoiner("\n");
        first(dsl, n).forEach(article -> page.add(article.value2() + tags(dsl, article.value1())));
        return page.toString();
    }

    private static List<Record2<UUID, String>> first(DSLContext dsl, int n) {
        return dsl.select(ARTICLE_ID, ARTICLE_TITLE)
                .from(ARTICLES)
                .orderBy(ARTICLE_NUMBER)
                .limit(n)
                .fetch();
    }

    private static List<String> remarks(DSLContext dsl, UUID article) {
        return dsl.select(REMARK_TEXT)
                .from(REMARKS)
                .where(REMARK_ARTICLE.eq(article))
                .fetch(REMARK_TEXT);
    }

    private static List<String> tags(DSLContext dsl, UUID article) {
        return dsl.select(TAG_LABEL)
                .from(TAGS)
                .join(ARTICLE_TAGS)
                .on(TAGGED_TAG.eq(TAG_ID))
                .where(TAGGED_ARTICLE.eq(article))
                .fetch(TAG_LABEL);
    }

    /** From the category that is n levels deep up to the root. */
    static String path(Service service, int n) {
        DSLContext dsl = dsl(service);
        StringJoiner path = new StringJoiner(" < ");
        Long next = 1000L + n;
        while (next != null) {
            Record2<String, Long> category = dsl.select(CATEGORY_NAME, CATEGORY_PARENT)
                    .from(CATEGORIES)
                    .where(CATEGORY_ID.eq(next))
                    .fetchSingle();
            path.add(category.value1());
            next = category.value2();
        }
        return path.toString();
    }

    static String prices(Service service, int n) {
        DSLContext dsl = dsl(service);
        StringJoiner page = new StringJoiner("\n");
        for (int i = 0; i < n; i++) {
            page.add(i + " "
                    + dsl.select(SETTING_VALUE)
                            .from(SETTINGS)
                            .where(SETTING_NAME.eq("currency"))
                            .fetchSingle(SETTING_VALUE));
        }
        return page.toString();
    }
}
