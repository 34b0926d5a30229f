package dev.sonde.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.migrations.TestServer;
import dev.sonde.migrations.lint.ProjectFile;
import dev.sonde.migrations.script.MigrationScript;
import dev.sonde.migrations.workload.CapturedTraffic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Migrations that nobody need be warned of. */
class HarmlessTest {

    private static final String BASE = """
            create table orders (id bigint primary key, code varchar(20), price numeric(10,2), d timestamp);
            create table customers (id bigint primary key, name text);
            create table items (id bigint primary key, order_id bigint);
            insert into orders (id) select generate_series(1, 100);
            """;

    @Test
    void hasNoFindingOnAHundredHarmlessMigrations() throws IOException {
        ReviewResult result = Review.of(new ReviewInput(files(), Reviewed.SETTINGS, Optional.empty()));

        assertThat(result.files()).hasSizeGreaterThanOrEqualTo(100);
        assertThat(result.notes()).isEmpty();
        assertThat(findings(result)).isEmpty();
    }

    @Test
    void hasNoneAboutCapturedStatementsEither() throws IOException, SQLException {
        TestServer source = TestServer.freshDatabase();
        source.execute(BASE + " insert into customers select i, 'customer ' || i from generate_series(1, 5000) i;"
                + " insert into items select i, 1 + i % 100 from generate_series(1, 20000) i; analyze");
        CapturedTraffic traffic = Reviewed.traffic(
                "select id, code, price from orders where id = $1",
                "select o.id, i.id from orders o join items i on i.order_id = o.id where o.d > $1",
                "select id, name from customers order by name limit 20",
                "insert into items (id, order_id) values ($1, $2)",
                "update customers set name = $1 where id = $2",
                "delete from items where id = $1",
                "select count(*) from items where order_id = $1");

        ReviewResult result = Reviewed.review(files(), Optional.of(Reviewed.snapshot(source)), traffic);

        assertThat(findings(result)).isEmpty();
        assertThat(result.notes())
                .anyMatch(note -> note.startsWith("7 captured statements (28,000 executions) planned before and after"))
                .allMatch(note -> note.contains("0 worse") || note.contains("run ANALYZE in the same release"));
    }

    private static List<String> findings(ReviewResult result) {
        return result.findings().stream()
                .map(finding -> finding.rule().id() + " " + finding.statement() + " " + finding.message())
                .toList();
    }

    private static List<ProjectFile> files() throws IOException {
        List<ProjectFile> files = new ArrayList<>(Reviewed.files(Map.of("V1__base.sql", BASE), Map.of()));
        int version = 1;
        for (String line : lines()) {
            String name = "V" + ++version + "__change.sql";
            Optional<String> conf =
                    line.endsWith("-- conf") ? Optional.of("executeInTransaction=false\n") : Optional.empty();
            files.add(ProjectFile.added(name, MigrationScript.of(name, line + "\n;", conf), Reviewed.SETTINGS));
        }
        return files;
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = HarmlessTest.class.getResourceAsStream("harmless.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
