package dev.sonde.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.html.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of 5,000 statements in Chromium. Says how long it takes to be seen and to be filtered, and expects nothing of it:
 *
 * <pre>mvn -pl advisor/cli -am -Dtest=LargePageTest -Dsonde.large.page=true -Dsurefire.failIfNoSpecifiedTests=false test</pre>
 */
@EnabledIfSystemProperty(named = "sonde.large.page", matches = "true")
class LargePageTest {

    private static final int STATEMENTS = 5_000;
    private static final int LOADS = 7;

    @TempDir
    Path folder;

    @Test
    void saysHowLongTheFirstPaintAndAFilterTake() throws Exception {
        Path page = folder.resolve("report.html");
        CommandRun.of("report", ReportCapture.write(folder.resolve("a.sonde"), STATEMENTS), "--format", "html=" + page);
        List<Double> paints = new ArrayList<>();
        List<Double> built = new ArrayList<>();
        List<Double> filters = new ArrayList<>();
        List<Double> sorts = new ArrayList<>();
        try (Browser browser = Browser.start()) {
            for (int load = 0; load < LOADS; load++) {
                browser.open(page);
                browser.await("performance.getEntriesByName('first-contentful-paint').length > 0");
                paints.add(browser.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
                        .asDouble());
                built.add(browser.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
                        .asDouble());
                filters.add(shown(browser, """
                        const box = document.querySelector('#where-statements input');
                        box.value = 'column_4321'; box.dispatchEvent(new Event('input'));""").asDouble());
                assertThat(browser.all("#where-statements tbody tr")).hasSize(1);
                sorts.add(shown(browser, """
                        const box = document.querySelector('#where-statements input');
                        box.value = ''; box.dispatchEvent(new Event('input'));
                        document.querySelector('#where-statements th:last-child button').click();""").asDouble());
            }
        }
        System.out.printf(
                "page of %d statements, %.1f MB, medians of %d: first paint %.0f ms, all built %.0f ms,"
                        + " filter %.0f ms, filter off and sort by text %.0f ms%n",
                STATEMENTS,
                Files.size(page) / 1e6,
                LOADS,
                median(paints),
                median(built),
                median(filters),
                median(sorts));
    }

    /** Milliseconds until what the script does has been laid out and handed on to be painted. */
    private static JsonNode shown(Browser browser, String script) {
        browser.evaluate(
                "window.done = null; const started = performance.now(); (() => {" + script + "})();"
                        + " requestAnimationFrame(() => setTimeout(() => { window.done = performance.now() - started; }));",
                "0");
        browser.await("window.done !== null");
        return browser.evaluate("window.done");
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
