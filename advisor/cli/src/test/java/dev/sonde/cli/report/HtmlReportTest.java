package dev.sonde.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.html.Browser;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page of a report, in Chromium. */
class HtmlReportTest {

    private static final int OTHERS = 5_000;

    @TempDir
    static Path folder;

    private static Path page;
    private static JsonNode json;
    private static Browser browser;

    @BeforeAll
    static void reportAndBrowser() throws IOException {
        Path capture = ReportCapture.write(folder.resolve("agents.sonde"), OTHERS);
        page = folder.resolve("report.html");
        Path jsonFile = folder.resolve("report.json");
        CommandRun run = CommandRun.of("report", capture, "--format", "html=" + page, "--format", "json=" + jsonFile);
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        json = new ObjectMapper().readTree(jsonFile.toFile());
        browser = Browser.start();
    }

    @AfterAll
    static void end() throws IOException {
        browser.close();
    }

    @BeforeEach
    void freshWindow() throws IOException {
        browser.resize(1280, 1000);
        browser.dark(false);
        browser.complaints();
        browser.requests();
    }

    @Test
    void rendersWithoutAnErrorOrARequest() throws IOException {
        browser.open(page);

        assertThat(browser.all("main > section h2"))
                .extracting(WebElement::getText)
                .containsExactly(
                        "Overview",
                        "Findings",
                        "Where the time goes",
                        "Latency",
                        "Timeline",
                        "Caches",
                        "Pools and leases",
                        "Not checked");
        assertThat(browser.all("#without-scripts")).isEmpty();
        assertThat(browser.all("figure svg rect")).hasSizeGreaterThan(60);
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests())
                .isNotEmpty()
                .isSubsetOf("about:blank", page.toUri().toString());
        browser.screenshot("report-light");
        browser.dark(true);
        browser.screenshot("report-dark");
        browser.resize(400, 900);
        browser.screenshot("report-narrow");
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .as("nothing is wider than a narrow window")
                .isLessThanOrEqualTo(400);
        browser.print("report");
    }

    @Test
    void holdsTheSameJsonAsTheOtherFormat() throws IOException {
        browser.open(page);

        assertThat(browser.evaluate("JSON.parse(document.getElementById('data').textContent).report"))
                .isEqualTo(json);
    }

    @Test
    void showsTheFiguresOfTheOtherFormats() throws IOException {
        Report report = ReportFixture.report();
        Path fixture = folder.resolve("fixture.html");
        try (Writer writer = Files.newBufferedWriter(fixture)) {
            HtmlReport.write(report, writer);
        }

        browser.open(fixture);

        for (Report.StatementTimes statement : report.statements()) {
            List<String> cells =
                    browser.all("#where-statements tr:has([href='#statement-" + statement.id() + "']) td").stream()
                            .map(WebElement::getText)
                            .toList();
            String[] text = Overview.cells(report, statement, "");
            assertThat(List.of(
                            cells.get(0),
                            cells.get(1),
                            cells.get(2),
                            cells.get(3),
                            cells.get(4),
                            cells.get(6),
                            cells.get(7)))
                    .containsExactly(text[0], text[1], text[2], text[3], text[4], text[5], text[6]);
        }
        assertThat(browser.find("#finding-00000000000000cc").getText())
                .contains(Overview.cost(report.findings().get(0)))
                .contains("measured there: 100 trips 43.3 ms → 1 trip 2.5 ms");
        assertThat(browser.find("#pools").getText()).contains("6.5 min", "0.18 ms", "20 %");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void sortsByEachColumn() {
        browser.open(page);
        WebElement heading = browser.find("#where-statements thead th:nth-child(1)");

        heading.findElement(By.tagName("button")).click();

        assertThat(heading.getDomAttribute("aria-sort")).isEqualTo("descending");
        assertThat(browser.find("#where-statements tbody td").getText()).isEqualTo("1,200");
        heading.findElement(By.tagName("button")).click();
        assertThat(heading.getDomAttribute("aria-sort")).isEqualTo("ascending");
        assertThat(browser.find("#where-statements tbody td").getText()).isEqualTo("1");
        assertThat(browser.all("#where-statements th[aria-sort]")).hasSize(1);
    }

    @Test
    void filtersFiveThousandStatementsAndKeepsOnlyAPageOfThemInTheDocument() {
        browser.open(page);

        assertThat(browser.all("#where-statements tbody tr")).hasSize(50);
        assertThat(browser.find("#where-statements [role=status]").getText()).isEqualTo("1–50 of 5,004 statements");
        browser.find("#where-statements input").sendKeys("COLUMN_4321 where");
        assertThat(browser.all("#where-statements tbody tr")).hasSize(1);
        assertThat(browser.find("#where-statements tbody").getText()).contains("select column_4321 from table_21");
        assertThat(browser.find("#where-statements [role=status]").getText()).isEqualTo("1 statement (5,004 in all)");
    }

    @Test
    void turnsPages() {
        browser.open(page);
        String first = browser.find("#where-statements tbody tr").getText();

        browser.find("#where-statements .controls button:last-of-type").click();

        assertThat(browser.find("#where-statements [role=status]").getText()).startsWith("51–100 of");
        assertThat(browser.find("#where-statements tbody tr").getText()).isNotEqualTo(first);
    }

    @Test
    void opensWhatItsAddressNames() {
        browser.open(page, "#statement-00000000000000a3");

        assertThat(browser.find("dialog[open] h2").getText()).isEqualTo("Statement 00000000000000a3");
        assertThat(browser.find("dialog[open] pre").getText())
                .isEqualTo("select count(*) from messages where sent_at > $1");
        browser.press(Keys.ESCAPE);
        assertThat(browser.all("dialog[open]")).isEmpty();
        assertThat(browser.evaluate("location.hash").asText()).isEmpty();

        String finding = json.path("findings").get(0).path("identity").asText();
        browser.open(page, "#finding-" + finding);
        assertThat(browser.evaluate("document.getElementById('finding-" + finding
                                + "').getBoundingClientRect().top < innerHeight")
                        .asBoolean())
                .isTrue();
        browser.open(page, "#where-tables");
        assertThat(browser.find("#where-tables").isDisplayed()).isTrue();
        browser.open(page, "#route-%zz");
        assertThat(browser.all("dialog[open]")).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aFilterHasAnAddress() {
        browser.open(page, "#where-statements?column_4321%20where");

        assertThat(browser.find("#where-statements input").getDomProperty("value"))
                .isEqualTo("column_4321 where");
        assertThat(browser.all("#where-statements tbody tr")).hasSize(1);
        browser.find("#where-routes-tab").click();
        browser.find("#where-routes input").sendKeys("route-4 ?");
        assertThat(browser.evaluate("location.hash").asText()).isEqualTo("#where-routes?route-4%20%3F");
        browser.open(page, "#findings?tasks");
        assertThat(browser.find("#findings [role=status]").getText()).endsWith("of 3 findings");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void isUsedByKeyboard() throws IOException {
        browser.open(page);

        browser.press("/");
        assertThat(browser.focused().getDomAttribute("aria-label")).startsWith("Filter findings");
        browser.find("#where-statements-tab").sendKeys(Keys.ARROW_RIGHT);
        assertThat(browser.focused().getText()).isEqualTo("Route");
        assertThat(browser.find("#where-routes").isDisplayed()).isTrue();
        assertThat(browser.find("#where-statements").isDisplayed()).isFalse();
        WebElement link = browser.find("#where-routes tbody a");
        link.sendKeys(Keys.ENTER);
        assertThat(browser.find("dialog[open] h2").getText()).isEqualTo("Route GET /reports");
        browser.viewport("report-panel");
        browser.press(Keys.ESCAPE);
        assertThat(browser.focused()).as("back to where it was opened").isEqualTo(link);
    }

    @Test
    void drawsTheLoopWithItsProof() {
        browser.open(page);
        WebElement finding = browser.find("article.finding:has(.loop)");

        assertThat(finding.getText())
                .contains("20 × select tasks in AgentService.list within one unit of work")
                .contains("select id, name from agents order by id limit 20")
                .contains("20 times in a unit of work, on average")
                .contains(ReportCapture.FRAME + " — this is what turns")
                .contains("select id, title, agent_id as batch_key from tasks where agent_id = any($1)");
        WebElement picture = finding.findElement(By.cssSelector(".loop svg[role=img]"));
        assertThat(picture.getDomAttribute("aria-label"))
                .isEqualTo("One unit of work: 1 × select agents is asked for, and for each of its rows"
                        + " AgentService.list(AgentService.java:42) asks for select tasks, 20 times in all; 100 % of"
                        + " the values of $1 were read from column 1, in the order of the rows.");
        assertThat(picture.getText())
                .contains("1 × select agents", "20 × select tasks", "AgentService.list(AgentService.java:42)")
                .contains("row 1: column 1", "20. with $1", "proof: 100 %");
        assertThat(picture.findElements(By.cssSelector("rect.child"))).hasSize(4);
        assertThat(picture.findElements(By.cssSelector("path.key"))).hasSize(4);
        assertThat(picture.findElements(By.cssSelector("path.unproved"))).isEmpty();
    }

    @Test
    void printsTheRowsOfAllPagesAndSaysHowMany() {
        browser.open(page);

        browser.evaluate("dispatchEvent(new Event('beforeprint'))");
        assertThat(browser.evaluate("document.querySelectorAll('#where-statements tbody tr').length")
                        .asInt())
                .isEqualTo(500);
        assertThat(browser.find("#where-statements [role=status]").getText()).isEqualTo("1–500 of 5,004 statements");
        assertThat(browser.evaluate("document.querySelectorAll('#where-sites tbody tr').length")
                        .asInt())
                .as("in a tab that nobody opened")
                .isPositive();
        browser.evaluate("dispatchEvent(new Event('afterprint'))");
        assertThat(browser.all("#where-statements tbody tr")).hasSize(50);
        browser.find("#where-statements button[aria-pressed]").click();
        assertThat(browser.evaluate("document.querySelectorAll('#where-statements tbody tr').length")
                        .asInt())
                .as("all rows")
                .isEqualTo(5_004);
    }

    @Test
    void hostileTextStaysText() {
        browser.open(page);
        browser.find("#where-statements input").sendKeys("evil");

        assertThat(browser.find("#where-statements tbody td:last-child").getText())
                .contains(ReportCapture.MARKUP + "<U+202E><U+0007>${x} {{y}}");
        assertThat(browser.all("img, b")).isEmpty();
        assertThat(browser.all("script")).hasSize(3);
        assertThat(browser.evaluate("document.title").asText()).isEqualTo("Sonde report: agents 1.4.2");
        browser.find("#where-statements tbody a").click();
        assertThat(browser.find("dialog[open] pre").getText()).contains(ReportCapture.MARKUP);
        browser.find("dialog[open] table a").click();
        assertThat(browser.find("dialog[open] h2").getText())
                .isEqualTo("Route GET /<b onmouseover=alert(1)><U+2028>\"'&amp;");
        assertThat(browser.all("img, b")).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void itsPolicyRefusesScriptsThatWereAddedToIt() throws IOException {
        Path changed = Files.writeString(
                folder.resolve("changed.html"),
                Files.readString(page)
                        .replace(
                                "</body>",
                                "<script>document.title = 'taken'</script><p onclick='x()' id='p'>p</p></body>"));

        browser.open(changed);

        assertThat(browser.evaluate("document.title").asText()).startsWith("Sonde report");
        assertThat(String.join("\n", browser.complaints()))
                .contains("Executing inline script violates", "Executing inline event handler violates");
    }

    @Test
    void itsPolicyRefusesMarkupAndRequestsOfScripts() {
        browser.open(page);

        browser.evaluate("(() => { try { document.body.innerHTML = '<p>'; } catch (refused) {}"
                + " const image = new Image(); image.src = 'x.png'; document.body.append(image);"
                + " fetch('y.json').catch(() => {}); })()");

        assertThat(browser.all("main section")).isNotEmpty();
        assertThat(String.join("\n", browser.complaints()))
                .contains("This document requires 'TrustedHTML' assignment", "y.json' violates", "x.png' violates");
    }

    @Test
    void hasNothingThatAxeFindsAgainstIt() throws IOException {
        browser.open(page);
        assertThat(browser.accessibilityViolations()).isEmpty();
        browser.dark(true);
        assertThat(browser.accessibilityViolations()).isEmpty();
        browser.open(page, "#statement-00000000000000a2");
        assertThat(browser.accessibilityViolations()).isEmpty();
        browser.resize(400, 900);
        browser.open(page);
        assertThat(browser.accessibilityViolations()).isEmpty();
    }

    @Test
    void readsWithoutScripts() throws IOException {
        try (Browser plain = Browser.withoutScripts()) {
            plain.open(page);

            assertThat(plain.find("h1").getText()).isEqualTo("Sonde report: agents 1.4.2");
            assertThat(plain.find("#without-scripts").getText())
                    .contains(
                            "statements, average", "n-plus-one: 20 × select id, title from tasks", ReportCapture.FRAME)
                    .contains(ReportCapture.MARKUP);
            assertThat(plain.all("tbody tr")).hasSize(TextReport.STATEMENTS);
            plain.screenshot("report-without-scripts");
        }
    }

    @Test
    void aCaptureWithoutExecutionsIsAPage() throws IOException {
        Path empty = folder.resolve("empty.html");
        CommandRun.of(
                "report",
                CaptureFixture.write(folder.resolve("empty.sonde"), CaptureFixture.SESSION),
                "--format",
                "html=" + empty);

        browser.open(empty);

        assertThat(browser.find("#findings").getText()).contains("The capture holds no execution");
        assertThat(browser.complaints()).isEmpty();
    }
}
