package dev.sonde.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.AdvisorException.Category;
import dev.sonde.engine.Source;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.SnapshotReader.Options;
import dev.sonde.engine.twin.PlanTwin;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {

    private static final String ODD_NAMES = """
            create schema "Odd ""Schema";
            create type "Odd ""Schema"."Größe" as enum ('klein', 'it''s big');
            create domain positive as int check (value > 0);
            create function twice(int) returns int language sql immutable as 'select $1 * 2';
            create table "Odd ""Schema"."select" ("Mixed Case" bigserial primary key, "größe" "Odd ""Schema"."Größe",
              amount positive, doubled int generated always as (amount + 1) stored, "%s" text collate "C",
              check (amount < 1000000));
            insert into "Odd ""Schema"."select" ("größe", amount, "%s")
              select 'klein', i, 'x\\y ''' || i from generate_series(1, 5000) i;
            create index "an index" on "Odd ""Schema"."select" (twice(amount)) where amount > 5;
            create view "a view" as select * from "Odd ""Schema"."select" where "größe" = 'klein';
            create view "a later view" as select * from "a view";
            create materialized view totals as select amount, count(*) as n from "a view" group by amount;
            create foreign data wrapper nothing;
            create server elsewhere foreign data wrapper nothing;
            create foreign table far (id int) server elsewhere;
            analyze;
            """.formatted("c".repeat(63), "c".repeat(63));

    @Test
    void comesBackFromItsFileAsItWas(@TempDir Path folder) throws Exception {
        CatalogSnapshot snapshot = Source.snapshot(Source.agents());
        Path file = folder.resolve("snapshot.json");

        SnapshotFile.write(snapshot, file);

        assertThat(SnapshotFile.read(file)).isEqualTo(snapshot);
    }

    @Test
    void carriesOddNamesToTheTwin() throws Exception {
        CatalogSnapshot snapshot = Source.snapshot(Source.database(ODD_NAMES));

        try (PlanTwin twin = PlanTwin.start(snapshot)) {
            assertThat(twin.notes()).isEmpty();
            assertThat(snapshot.notes()).containsExactly("passed over: foreign table public.far");
            assertThat(twin.explain(
                            List.of("select * from \"a later view\" where amount = 17", "select * from totals"),
                            List.of()))
                    .hasSize(2)
                    .allMatch(plan -> plan.rows() >= 1);
        }
    }

    @Test
    void leavesOutTextValuesIfAsked() throws Exception {
        CatalogSnapshot snapshot;
        try (Connection connection = Source.connect(Source.agents())) {
            snapshot = SnapshotReader.read(connection, Options.ofDefaults().redacted());
        }
        TableSnapshot tasks =
                snapshot.table(new QualifiedName("public", "tasks")).orElseThrow();

        assertThat(snapshot.redacted()).isTrue();
        assertThat(tasks.statisticsOf("status").orElseThrow().commonValueList()).isEmpty();
        assertThat(tasks.statisticsOf("status").orElseThrow().commonFrequencyList())
                .isNotEmpty();
        assertThat(tasks.statisticsOf("priority").orElseThrow().commonValueList())
                .isNotEmpty();
        try (PlanTwin twin = PlanTwin.start(snapshot)) {
            assertThat(twin.notes()).isEmpty();
        }
    }

    @Test
    void saysWhatTheRoleMayNotRead() throws Exception {
        String database = Source.database(
                "create table secret as select i from generate_series(1, 1000) i; analyze; create role plain login");

        CatalogSnapshot snapshot =
                SnapshotReader.read(Source.url(database).replace("user=postgres", "user=plain"), Options.ofDefaults());

        assertThat(snapshot.unreadable()).anyMatch(what -> what.contains("public.secret"));
    }

    @Test
    void saysWhichTablesWereNeverAnalysed() throws Exception {
        CatalogSnapshot snapshot =
                Source.snapshot(Source.database("create table fresh as select i from generate_series(1, 1000) i"));

        assertThat(snapshot.neverAnalysed()).containsExactly(new QualifiedName("public", "fresh"));
        assertThat(snapshot.notes()).anyMatch(note -> note.contains("public.fresh"));
        try (PlanTwin twin = PlanTwin.start(snapshot)) {
            assertThat(twin.explain(List.of("select * from fresh"), List.of())).hasSize(1);
        }
    }

    @Test
    void aFailingObjectCostsItselfAndWhatIsBuiltUponIt() throws Exception {
        CatalogSnapshot snapshot = Source.snapshot(Source.database("""
                create table kept (id int primary key, amount numeric);
                create aggregate product(numeric) (sfunc = numeric_mul, stype = numeric, initcond = '1');
                create view lost as select product(amount) as p from kept;
                create view lost_too as select p + 1 as q from lost;
                create materialized view stored as select p from lost;
                create index stored_p on stored (p);
                create view later as select id from kept;
                insert into kept select i, i from generate_series(1, 1000) i;
                analyze"""));

        try (PlanTwin twin = PlanTwin.start(snapshot)) {
            assertThat(twin.notes())
                    .hasSize(3)
                    .anyMatch(note -> note.startsWith("not on the twin: create view public.lost as"))
                    .anyMatch(note -> note.startsWith("not on the twin: create view public.lost_too as"))
                    .contains("without its query on the twin: materialised view public.stored");
            assertThat(twin.explain(List.of("select * from later where id = 7", "select p from stored"), List.of()))
                    .hasSize(2);
        }
    }

    @Test
    void asksAsManyQuestionsForManyTablesAsForFew() throws Exception {
        String few = Source.database("create table t0 (id int primary key, note text)");
        String many = Source.database(
                "do $$ begin for i in 1..200 loop execute format("
                        + "'create table t%s (id int primary key, note text); create index on t%s (note)', i, i); end loop; end $$");

        assertThat(questions(many)).isEqualTo(questions(few));
    }

    private static int questions(String database) throws SQLException {
        AtomicInteger questions = new AtomicInteger();
        try (Connection connection = Source.connect(database)) {
            Connection counting = (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("createStatement")) {
                            questions.incrementAndGet();
                        }
                        return method.invoke(connection, arguments);
                    });
            SnapshotReader.read(counting, Options.ofDefaults());
        }
        return questions.get();
    }

    @Test
    void readsFilesOfTheFirstFormat() throws Exception {
        Path file = Path.of(SnapshotTest.class.getResource("format-1.json").toURI());

        CatalogSnapshot snapshot = SnapshotFile.read(file);

        assertThat(snapshot.schemaVersion()).isEqualTo(1);
        assertThat(snapshot.server().startedAt()).isNull();
        try (PlanTwin twin = PlanTwin.start(snapshot)) {
            assertThat(twin.notes()).isEmpty();
            assertThat(twin.explain(
                            List.of(
                                    "select * from red",
                                    "select * from per_colour",
                                    "select * from sales where id = 3"),
                            List.of()))
                    .hasSize(3);
        }
    }

    @Test
    void refusesFilesThatAreNoSnapshots(@TempDir Path folder) throws Exception {
        Path foreign = Files.writeString(folder.resolve("foreign.json"), "{\"some\": \"json\"}");
        Path text = Files.writeString(folder.resolve("notes.txt"), "hello");
        Path future = Files.writeString(folder.resolve("future.json"), "{\"schemaVersion\": 99, \"tables\": []}");

        for (Path file : List.of(foreign, text, future, folder.resolve("missing.json"))) {
            assertThatThrownBy(() -> SnapshotFile.read(file))
                    .isInstanceOfSatisfying(
                            AdvisorException.class,
                            e -> assertThat(e.category()).isEqualTo(Category.BAD_INPUT))
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void saysThatADatabaseCannotBeReached() {
        assertThatThrownBy(() -> SnapshotReader.read(
                        "jdbc:postgresql://127.0.0.1:1/none?user=u&password=hidden", Options.ofDefaults()))
                .isInstanceOfSatisfying(
                        AdvisorException.class, e -> assertThat(e.category()).isEqualTo(Category.ENVIRONMENT))
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> SnapshotReader.read("jdbc:mysql://x/y", Options.ofDefaults()))
                .isInstanceOfSatisfying(
                        AdvisorException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_INPUT));
    }

    @Test
    void leavesNoTransactionOpen() throws Exception {
        try (Connection connection = Source.connect(Source.agents());
                Statement statement = connection.createStatement()) {
            SnapshotReader.read(connection, Options.ofDefaults());

            assertThat(connection.getAutoCommit()).isTrue();
            statement.execute("create temporary table still_writable (i int)");
        }
    }
}
