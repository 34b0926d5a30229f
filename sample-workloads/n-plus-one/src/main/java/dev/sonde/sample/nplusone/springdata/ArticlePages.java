package dev.sonde.sample.nplusone.springdata;

import dev.sonde.sample.nplusone.scenario.Service;
import dev.sonde.sample.nplusone.springdata.Aggregates.Category;
import dev.sonde.sample.nplusone.springdata.Repositories.Articles;
import dev.sonde.sample.nplusone.springdata.Repositories.Categories;
import dev.sonde.sample.nplusone.springdata.Repositories.Sections;
import dev.sonde.sample.nplusone.springdata.Repositories.Settings;
import java.util.StringJoiner;

/** Pages of a magazine. */
final class ArticlePages {
    private ArticlePages() {}

    /** All sections of a magazine with their articles and remarks: one aggregate each. */
    static Object magazine(Service service, int n) {
        return Repositories.get(service, Sections.class).findByMagazineIdOrderById(Service.ownerOf(n));
    }

    /** Two collections of each aggregate. */
    static Object remarksAndTags(Service service, int n) {
        return Repositories.get(service, Articles.class).findByNumberLessThanEqualOrderByNumber(n);
    }

    /** From the category that is n levels deep up to the root. */
    static String path(Service service, int n) {
        Categories categories = Repositories.get(service, Categories.class);
        StringJoiner path = new StringJoiner(" < ");
        Long next = 1000L + n;
        while (next != null) {
            Category category = categories.findById(next).orElseThrow();
            path.add(category.name());
            next = category.parentId();
        }
        return path.toString();
    }

    static String prices(Service service, int n) {
        Settings settings = Repositories.get(service, Settings.class);
        StringJoiner page = new StringJoiner("\n");
        for (int i = 0; i < n; i++) {
            page.add(i + " " + settings.findById("currency").orElseThrow().value());
        }
        return page.toString();
    }
}
