package dev.sonde.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.html.Browser;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.session.CaptureSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/**
 * A service's capture, told in text, Markdown, HTML and JSON: what people read is taken apart again, and has to be the
 * figures of the JSON, rounded to the digits that are shown. Nothing here uses the code that writes them.
 */
class FormatsAgreeTest {

    private static final Pattern FIGURE = Pattern.compile("(-?[\\d,.]+) ?(ms|s|min|B|kB|MB|GB|%)?");
    private static final Map<String, Double> UNITS = Map.of(
            "ms",
            1.0,
            "s",
            1e3,
            "min",
            6e4,
            "B",
            1.0,
            "kB",
            1024.0,
            "MB",
            1024.0 * 1024,
            "GB",
            1024.0 * 1024 * 1024,
            "%",
            0.01);

    @TempDir
    static Path folder;

    private static String text;
    private static String markdown;
    private static JsonNode report;
    private static String adviceText;
    private static String adviceMarkdown;
    private static JsonNode advice;
    private static Path page;

    @BeforeAll
    static void capturesAndTells() throws SQLException, IOException {
        Path captures = folder.resolve("captures");
        Path snapshot = folder.resolve("app.json");
        try (ThrowawayServer server = ThrowawayServer.start(
                List.of(List.of("--locale=C")), Map.of("fsync", "off", "shared_buffers", "32MB", "jit", "off"))) {
            try (Connection connection = server.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("create table agents (id bigint primary key, name text);"
                        + " create table tasks (id bigint primary key, agent_id bigint not null, title text);"
                        + " insert into agents select i, 'a' || i from generate_series(1, 300) i;"
                        + " insert into tasks select i, i % 300, repeat('t', 60) from generate_series(1, 60000) i;"
                        + " analyze");
            }
            serve(server.url("postgres").replace("jdbc:", "jdbc:sonde:") + "&sonde.folder=" + captures);
            assertThat(CommandRun.of("snapshot", "--url", server.url("postgres"), "-o", snapshot)
                            .status())
                    .isZero();
        }
        Path json = folder.resolve("report.json");
        Path md = folder.resolve("report.md");
        text = out("report", captures, "--format", "text", "--format", "json=" + json, "--format", "md=" + md);
        report = new ObjectMapper().readTree(json.toFile());
        markdown = Files.readString(md);
        page = folder.resolve("page.html");
        adviceText = out(
                "advise",
                captures,
                "--snapshot",
                snapshot,
                "--format",
                "text",
                "--format",
                "json=" + json,
                "--format",
                "md=" + md,
                "--format",
                "html=" + page);
        advice = new ObjectMapper().readTree(json.toFile());
        adviceMarkdown = Files.readString(md);
    }

    private static String out(Object... arguments) {
        CommandRun run = CommandRun.with(Map.of("COLUMNS", "400"), arguments);
        assertThat(run.status()).as(run.err()).isZero();
        return run.out();
    }

    /** Lists agents and asks for the tasks of each. */
    private static void serve(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            for (int request = 0; request < 12; request++) {
                try (UnitOfWork unit = UnitOfWork.open("GET /agents");
                        PreparedStatement agents =
                                connection.prepareStatement("select id, name from agents order by id limit 9");
                        PreparedStatement tasks =
                                connection.prepareStatement("select id, title from tasks where agent_id = ?");
                        ResultSet rows = agents.executeQuery()) {
                    while (rows.next()) {
                        tasks.setLong(1, rows.getLong(1));
                        try (ResultSet found = tasks.executeQuery()) {
                            while (found.next()) {
                                found.getString(2);
                            }
                        }
                    }
                }
            }
        }
        CaptureSessions.closeAll();
    }

    @Test
    void statementsHaveTheFiguresOfTheJson() throws IOException {
        List<List<String>> inText = cells(text, "  +", "calls");
        List<List<String>> inMarkdown = cells(markdown, " ?\\| ?", "calls");

        List<List<String>> onPage = new ArrayList<>();
        try (Browser browser = Browser.start()) {
            browser.open(page);
            for (WebElement row : browser.all("#where-statements tbody tr")) {
                List<String> cells = new ArrayList<>(row.findElements(org.openqa.selenium.By.tagName("td")).stream()
                        .map(WebElement::getText)
                        .toList());
                cells.remove(5); // P99, which the others leave out
                onPage.add(cells);
            }
        }

        JsonNode statements = report.get("statements");
        double all = report.at("/session/totalMillis").asDouble();
        assertThat(statements).hasSizeGreaterThan(1);
        for (List<List<String>> told : List.of(inText, inMarkdown, onPage)) {
            assertThat(told).hasSize(statements.size());
            for (int i = 0; i < told.size(); i++) {
                JsonNode statement = statements.get(i);
                List<String> row = told.get(i);
                assertFigure(row.get(0), statement.get("calls").asDouble());
                assertFigure(row.get(1), statement.get("totalMillis").asDouble());
                assertFigure(row.get(2), statement.get("totalMillis").asDouble() / all);
                assertFigure(row.get(3), statement.get("averageMillis").asDouble());
                assertFigure(row.get(4), statement.get("p95Millis").asDouble());
                assertFigure(row.get(5), statement.get("maxMillis").asDouble());
                assertFigure(
                        row.get(6),
                        statement.get("rows").asDouble()
                                / statement.get("calls").asDouble());
            }
        }
        assertThat(onPage.stream().map(row -> row.subList(0, 7)))
                .as("the same characters everywhere")
                .isEqualTo(inText.stream().map(row -> row.subList(0, 7)).toList())
                .isEqualTo(inMarkdown.stream().map(row -> row.subList(0, 7)).toList());
    }

    @Test
    void overviewAndFindingsHaveTheFiguresOfTheJson() throws IOException {
        JsonNode session = report.get("session");
        JsonNode loop = report.at("/findings/0");
        String shown;
        try (Browser browser = Browser.start()) {
            browser.open(page);
            shown = browser.find("main").getText();
        }

        assertThat(loop.get("rule").asText()).isEqualTo("n-plus-one");
        for (String told : List.of(text, markdown, shown)) {
            assertFigure(
                    after(told, "([\\d,]+) (?:executions )?of [\\d,]+ statements"),
                    session.get("executions").asDouble());
            assertFigure(
                    after(told, "in ([\\d,]+) units of work"),
                    session.get("units").asDouble());
            assertFigure(
                    after(told, "([\\d,.]+ \\w+) in all"),
                    session.get("totalMillis").asDouble());
            assertFigure(
                    after(told, "cost:?\\s+([\\d,]+) executions in"),
                    loop.get("executions").asDouble());
            assertFigure(
                    after(told, "the fix saves ([\\d,]+) round"),
                    loop.get("savedRoundTrips").asDouble());
        }
    }

    @Test
    void targetsHaveTheFiguresOfTheJson() throws IOException {
        String shown;
        try (Browser browser = Browser.start()) {
            browser.open(page);
            shown = browser.find("main").getText();
        }

        for (String name : List.of("units of work, P95", "units of work, P99", "memory of the process")) {
            JsonNode target = target(name);
            assertThat(target.get("outcome").asText()).isIn("met", "missed");
            double figure = target.get("value").asDouble()
                    * UNITS.getOrDefault(target.get("unit").asText(), 1.0);
            for (String told : List.of(text, markdown, shown)) {
                assertFigure(after(told, Pattern.quote(name) + ":?\\s+([\\d,.]+ (?:ms|s|MB))"), figure);
            }
        }
    }

    private static JsonNode target(String name) {
        for (JsonNode target : report.get("targets")) {
            if (target.get("name").asText().equals(name)) {
                return target;
            }
        }
        throw new AssertionError(name);
    }

    @Test
    void adviceHasTheFiguresOfTheJson() throws IOException {
        JsonNode index = advice.at("/advice/0");
        JsonNode query = index.at("/queries/0");
        String shown;
        try (Browser browser = Browser.start()) {
            browser.open(page);
            shown = browser.find("#indexes").getText();
        }

        for (String told : List.of(adviceText, adviceMarkdown, shown)) {
            assertFigure(
                    after(told, "(?:cost of its queries|estimated) ([\\d,.]+) to"),
                    index.get("costBefore").asDouble());
            assertFigure(
                    after(told, "(?:cost of its queries|estimated) [\\d,.]+ to ([\\d,.]+)"),
                    index.get("costAfter").asDouble());
            assertFigure(
                    after(told, "estimated (?:size )?([\\d,.]+ \\w?B)"),
                    index.get("sizeBytes").asDouble());
        }
        List<List<String>> rows = List.of(
                cells(adviceText, "  +", "calls").get(0),
                cells(adviceMarkdown, " ?\\| ?", "calls").get(0));
        for (List<String> row : rows) {
            assertFigure(row.get(0), query.get("calls").asDouble());
            assertFigure(row.get(1), query.get("costBefore").asDouble());
            assertFigure(row.get(2), query.get("costAfter").asDouble());
            assertFigure(row.get(3), query.get("measuredBeforeMs").asDouble());
        }
    }

    /** The rows of the first table whose headings begin so. */
    private static List<List<String>> cells(String told, String between, String firstHeading) {
        List<String> lines = told.lines()
                .map(line -> line.strip().replaceFirst("^\\| ", "").replaceFirst(" \\|$", ""))
                .toList();
        int heading = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).startsWith(firstHeading))
                .findFirst()
                .orElseThrow();
        return lines.subList(heading + 1, lines.size()).stream()
                .filter(line -> !line.startsWith("|---") && !line.startsWith("---"))
                .takeWhile(line -> !line.isEmpty() && Character.isDigit(line.charAt(0)))
                .map(line -> List.of(line.split(between)))
                .toList();
    }

    private static String after(String told, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(told);
        assertThat(found.find()).as("%s in%n%s", pattern, told).isTrue();
        return found.group(1);
    }

    /** What is shown is the figure, rounded: three digits that matter, thousandths and whole numbers at the ends. */
    private static void assertFigure(String shown, double figure) {
        Matcher parts = FIGURE.matcher(shown.replaceFirst("^<", ""));
        assertThat(parts.matches()).as(shown).isTrue();
        double unit = UNITS.getOrDefault(String.valueOf(parts.group(2)), 1.0);
        double number = Double.parseDouble(parts.group(1).replace(",", ""));
        double digit = Math.abs(number) >= 100
                ? 1
                : Math.max(0.001, Math.pow(10, Math.floor(Math.log10(Math.max(1e-9, Math.abs(number)))) - 2));
        assertThat(Math.abs(number * unit - figure))
                .as("%s is shown for %s", shown, figure)
                .isLessThanOrEqualTo(unit * digit * (shown.startsWith("<") ? 1 : 0.5) * (1 + 1e-6));
    }
}
