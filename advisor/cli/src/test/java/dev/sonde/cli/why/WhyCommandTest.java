package dev.sonde.cli.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.server.ThrowawayServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, from a file of SQL and a snapshot to its answers. */
class WhyCommandTest {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql/15");
    private static final Map<String, String> SETTINGS = Map.of("fsync", "off", "autovacuum", "off", "jit", "off");

    @TempDir
    static Path folder;

    private static Path capture;
    private static Path snapshot;
    private static String byCustomer;

    @BeforeAll
    static void importsQueriesAndTakesASnapshot() throws Exception {
        Path script = Files.writeString(folder.resolve("queries.sql"), """
                -- name: bills of a customer
                -- weight: 500
                select sum(amount) from bills where customer = 77;
                -- weight: 20
                select id from bills where state = 'open' and note like '%refund%';
                -- weight: 3
                select * from receipts where bill = 9;
                begin;
                """);
        capture = folder.resolve("bills.sonde");
        CommandRun imported = CommandRun.of("import", "--from", "sql", script, "-o", capture);
        assertThat(imported.status()).as(imported.err()).isZero();
        snapshot = folder.resolve("app.json");
        try (ThrowawayServer server = ThrowawayServer.start(List.of(List.of("--locale=C")), SETTINGS)) {
            fill(server);
            CommandRun taken = CommandRun.of("snapshot", "--url", server.url("postgres"), "-o", snapshot);
            assertThat(taken.status()).as(taken.err()).isZero();
        }
        byCustomer = fingerprints(capture, "customer =").get(0);
    }

    private static void fill(ThrowawayServer server) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create table bills as select i as id, i % 3000 as customer, i % 100 as amount,
                      case when i % 1000 = 0 then 'open' else 'done' end as state, repeat('x', 60) as note
                      from generate_series(1, 200000) i;
                    alter table bills add primary key (id);
                    create index bills_state on bills (state);
                    create schema "a.b";
                    create table "a.b"."Rechnung|`x`" as select * from bills limit 20000;
                    create index "Nummer|`*\u202e" on "a.b"."Rechnung|`x`" (id);
                    create index twice on "a.b"."Rechnung|`x`" (amount);
                    create index twice on bills (amount);
                    """);
            statement.execute("vacuum analyze");
        }
    }

    private static List<String> fingerprints(Path of, String part) throws IOException {
        CommandRun report = CommandRun.of("report", of, "--format", "json");
        List<String> found = new ArrayList<>();
        for (JsonNode statement : new ObjectMapper().readTree(report.out()).at("/statements")) {
            if (statement.at("/sql").asText().contains(part)) {
                found.add(statement.at("/fingerprint").asText());
            }
        }
        return found;
    }

    private static CommandRun why(Object... asked) {
        List<Object> arguments = new ArrayList<>(List.of("why", capture, "--snapshot", snapshot));
        arguments.addAll(List.of(asked));
        return CommandRun.of(arguments.toArray());
    }

    @Test
    void explainsAQueryByTheBeginningOfItsIdentifier() throws IOException {
        Path json = folder.resolve("query.json");

        CommandRun run = why("--query", byCustomer.substring(0, 8), "--format", "text", "--format", "json=" + json);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "Query " + byCustomer,
                        "calls     500",
                        "advised   create index",
                        "called    from bills of a customer(queries.sql:3)",
                        "1. advised: public.bills (customer)",
                        "with the advised set",
                        "asked for: reads by customer");
        assertThat(JsonSchema.violations("why", Files.readString(json))).isEmpty();
        JsonNode first = new ObjectMapper().readTree(json.toFile()).at("/queries/0/considered/0");
        assertThat(first.at("/verdict").asText()).isEqualTo("advised");
        assertThat(first.at("/costAlone").asDouble()).isPositive();
    }

    @Test
    void saysForWhatNothingWasExaminedAndWhatTheServerDoesNotPlan() throws IOException {
        CommandRun run = why(
                "--query",
                fingerprints(capture, "note").get(0),
                "--query",
                fingerprints(capture, "receipts").get(0));

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "Nothing was examined for",
                        "extension pg_trgm is not installed",
                        "instead: CREATE EXTENSION pg_trgm",
                        "the server does not plan it: ERROR: relation \"receipts\" does not exist");
    }

    @Test
    void saysWhoUsesAnIndexAndWhatLosingItCosts() throws IOException {
        CommandRun run = why("--index", "bills_state", "--index", "public.bills_pkey");
        CommandRun again = why("--index", "bills_state", "--index", "public.bills_pkey");
        CommandRun json = why("--index", "bills_state", "--format", "json");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "Index public.bills_state",
                        "verdict   in-use: 1 captured query depends on it; without it the workload costs",
                        "counted   0 scans since",
                        "Captured queries whose plan depends on it: 1",
                        "verdict   constraint: it goes only with its constraint, PRIMARY KEY (id)");
        assertThat(again).isEqualTo(run);
        assertThat(JsonSchema.violations("why", json.out())).isEmpty();
    }

    @Test
    void examinesAnIndexThatIsOnlyAStatement() throws IOException {
        CommandRun run = why("--index", "create index on bills (customer) include (amount)", "--format", "json");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(JsonSchema.violations("why", run.out())).isEmpty();
        JsonNode index = new ObjectMapper().readTree(run.out()).at("/indexes/0");
        assertThat(index.at("/exists").asBoolean()).isFalse();
        assertThat(index.at("/users/0/fingerprint").asText()).isEqualTo(byCustomer);
        assertThat(index.at("/costWith").asDouble())
                .isLessThan(index.at("/costWithout").asDouble());
    }

    @Test
    void showsNamesOfAnyKind() {
        CommandRun text = why("--index", "Nummer|`*\u202e");
        CommandRun markdown = why("--index", "\"a.b\".\"Nummer|`*\u202e\"", "--format", "md");

        assertThat(text.status()).as(text.err()).isZero();
        assertThat(text.out()).contains("Index \"a.b\".\"Nummer|`*<U+202E>\"").doesNotContain("\u202e");
        assertThat(markdown.out())
                .contains("### Index `` \"a.b\".\"Nummer|`*<U+202E>\" ``", "- **verdict** not-needed-here")
                .doesNotContain("\u202e");
    }

    @Test
    void whatIsNotThereIsOneLineWithNearOnes() {
        isBadInput(why("--query", "f" + byCustomer.substring(1)), "no such query", byCustomer, "select sum(amount)");
        isBadInput(why("--query", ""), "no such query");
        isBadInput(why("--index", "bils_state"), "no such index", "near ones are public.bills_state");
        isBadInput(why("--index", "bills"), "that is a table, whose indexes are public.bills_pkey, public.bills_state");
        isBadInput(why("--index", "twice"), "in several schemas", "\"a.b\".twice, public.twice");
        isBadInput(why("--index", "create index on nowhere (a)"), "relation \"nowhere\" does not exist");
        isBadInput(why(), "nothing is asked", "--query ID");
    }

    @Test
    void aQueryBeyondTheMostIsToldHowToTakeMore() throws IOException {
        String refunds = fingerprints(capture, "note like").get(0);

        CommandRun run = why("--query", refunds, "--max-statements", 1);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("looked at are the 1 executed most often")
                .contains(refunds + " (", "take more with --max-statements");
    }

    @Test
    void asksForMoreDigitsWhereSeveralQueriesBeginAlike() throws IOException {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < 17; i++) {
            sql.append("select amount from bills_").append(i).append(";\n");
        }
        Path many = folder.resolve("many.sonde");
        CommandRun.of("import", "--from", "sql", Files.writeString(folder.resolve("many.sql"), sql), "-o", many);
        Map<Character, List<String>> byDigit =
                fingerprints(many, "bills_").stream().collect(Collectors.groupingBy(id -> id.charAt(0)));
        // Seventeen queries cannot begin with sixteen digits
        Map.Entry<Character, List<String>> shared = byDigit.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .findFirst()
                .orElseThrow();

        CommandRun run = CommandRun.of("why", many, "--snapshot", snapshot, "--query", shared.getKey());

        isBadInput(
                run, "queries begin so, give more digits: ", shared.getValue().get(0), "from bills_");
    }

    private static void isBadInput(CommandRun run, String... parts) {
        assertThat(run.status()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().filter(line -> !line.contains("warning"))).hasSize(1);
        assertThat(run.err()).contains(parts);
    }

    @Test
    void saysWhatHypoPgCannotAnswer() throws Exception {
        boolean there = Files.exists(Path.of("/usr/share/postgresql/15/extension/hypopg.control"));
        if (System.getenv("CI") == null) {
            assumeTrue(there, "skipped: no HypoPG; apt-get install postgresql-15-hypopg");
        }
        try (ThrowawayServer server =
                ThrowawayServer.start(PostgresHome.at(DEBIAN), List.of(List.of("--locale=C")), SETTINGS)) {
            fill(server);
            try (Connection connection = server.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("create extension hypopg");
            }

            CommandRun run = CommandRun.of(
                    "why",
                    capture,
                    "--url",
                    server.url("postgres"),
                    "--planner",
                    "hypopg",
                    "--index",
                    "bills_state",
                    "--query",
                    byCustomer);

            assertThat(run.status()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains("1. advised: public.bills (customer)")
                    .containsAnyOf("unknown: hypopg cannot hide it", "in-use: 1 captured query depends on it");
        }
    }
}
