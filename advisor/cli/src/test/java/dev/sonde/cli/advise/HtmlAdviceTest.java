package dev.sonde.cli.advise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.html.Browser;
import dev.sonde.cli.output.Json;
import dev.sonde.cli.report.ReportFixture;
import dev.sonde.engine.advice.AdviceReport;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** The page of advice, in Chromium. */
class HtmlAdviceTest {

    private static final AdviceReport ADVICE = AdviceFixture.advice();

    @TempDir
    static Path folder;

    private static Path page;
    private static Browser browser;

    @BeforeAll
    static void pageAndBrowser() throws IOException {
        page = folder.resolve("advice.html");
        try (Writer file = Files.newBufferedWriter(page)) {
            HtmlAdvice.write(ReportFixture.report(), ADVICE, Map.of(), Map.of(), file);
        }
        browser = Browser.start();
    }

    @AfterAll
    static void end() throws IOException {
        browser.close();
    }

    @Test
    void rendersWithoutAnErrorOrARequest() throws IOException {
        browser.requests();
        browser.open(page);

        assertThat(browser.all("main > section h2"))
                .extracting(WebElement::getText)
                .containsExactly(
                        "Overview",
                        "Findings",
                        "Where the time goes",
                        "Latency",
                        "Timeline",
                        "Slow statements",
                        "Statistics first",
                        "To mend in the code",
                        "Indexes to create",
                        "What a budget buys",
                        "Measured on the clone",
                        "Indexes there are",
                        "Pools and leases",
                        "Not checked");
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests())
                .isNotEmpty()
                .isSubsetOf("about:blank", page.toUri().toString());
        assertThat(browser.accessibilityViolations()).isEmpty();
        browser.screenshot("advice-light");
        browser.dark(true);
        assertThat(browser.accessibilityViolations()).isEmpty();
        browser.resize(400, 900);
        browser.screenshot("advice-narrow-dark");
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(400);
        browser.resize(1280, 900);
        browser.dark(false);
    }

    @Test
    void holdsTheSameJsonAsTheOtherFormat() throws IOException {
        browser.open(page);

        assertThat(browser.evaluate("JSON.parse(document.getElementById('data').textContent).advice"))
                .isEqualTo(new ObjectMapper().readTree(Json.text(ADVICE)));
    }

    @Test
    void showsTheFiguresOfTheOtherFormats() {
        browser.open(page);

        String index = browser.find("#indexes").getText();
        assertThat(index)
                .contains("estimated 61,000 to 8.4 (7,262 times less)", "estimated 12.3 MB", "812 ms", "<U+001B>")
                .contains("plans before and after");
        assertThat(AdviceWords.gain(ADVICE.advice().get(0))).contains("61,000 to 8.4 (7,262 times less)");
        assertThat(browser.find("#budget").getText()).contains("4 MB", "16 MB", "at most 3.1 %", "knee");
        assertThat(browser.find("#clone").getText()).contains("rejected: slower with it, measured");
        assertThat(browser.find("#not-checked").getText()).contains("25 %", "public.raw was never analysed");
    }

    @Test
    void plansBeforeAndAfterStandSideBySide() throws IOException {
        browser.open(page);
        browser.find("#indexes td a[href^='#plan-']").click();

        String before = browser.find("#plans .plans > div:first-child").getText();
        String after = browser.find("#plans .plans > div:last-child").getText();
        assertThat(before)
                .startsWith("before: cost 61,000")
                .contains("gone Gather\ncost 61,000, rows 200", "Filter: (agent_id = $1)");
        assertThat(after)
                .startsWith("with the advised indexes: cost 8.4")
                .contains("new Index Scan using idx_tasks_agent_id on tasks\ncost 8.4, rows 200, own cost 0.014 %");
        assertThat(browser.find("#plans").getText())
                .contains("0.4 ms on average")
                .contains("cost of an execution 61,000 → 8.4 (7,262 times less)");
        browser.viewport("advice-plans");
    }

    @Test
    void whatWasScrolledToStaysWhereItIs() {
        browser.open(page);
        browser.evaluate(
                "const link = document.querySelector(\"#indexes td a[href^='#plan-']\");"
                        + " const top = () => link.getBoundingClientRect().top;"
                        + " link.scrollIntoView({ block: 'end' }); window.tops = [top()];"
                        + " const later = () => tops.push(top()) < 20 && requestAnimationFrame(later);"
                        + " requestAnimationFrame(later);",
                "0");
        browser.await("tops.length === 20");

        assertThat(browser.evaluate("[...new Set(tops)]")).hasSize(1);
    }

    @Test
    void withoutScriptsReportAndAdviceAreSummedUp() throws IOException {
        assertThat(Files.readString(page))
                .contains("<h2>2 findings: 1 error, 1 warning</h2>", "<h2>1 index advised</h2>")
                .contains("<h3><code>create index idx_tasks_agent_id on public.tasks (agent_id)</code></h3>")
                .contains("<li>public.raw was never analysed</li>\n</ul>\n<h2>Not checked</h2>");
    }

    @Test
    void theMigrationIsThereToBeCopied() {
        browser.open(page);
        browser.find("#indexes details summary").click();

        assertThat(browser.find("#indexes details pre").getText())
                .startsWith("-- Sonde advice 3f2a9c1d")
                .contains("\ncreate index concurrently if not exists idx_tasks_agent_id on public.tasks (agent_id);\n")
                .contains("\n  if exists (\n");
        assertThat(browser.find("#indexes details").getText()).contains("drop index concurrently if exists");
        browser.find("#indexes details button").click();
        browser.await("document.querySelector('#indexes details button').textContent === 'Copied'");
    }
}
