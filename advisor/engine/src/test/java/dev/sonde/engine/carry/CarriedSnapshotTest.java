package dev.sonde.engine.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.engine.Source;
import dev.sonde.engine.carry.CarriedSnapshot.Copy;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.engine.twin.EmptyCopy;
import dev.sonde.engine.twin.PlanTwin;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A schema is changed on an empty copy; the twin of what is carried over has to plan as the source does once it was
 * changed alike and analysed.
 */
class CarriedSnapshotTest {

    private static final List<String> CHANGES = List.of(
            "drop index messages_role_created",
            "create index tasks_agent on tasks (agent_id, created_at)",
            "create index tasks_queued on tasks (priority desc, id) where status = 'queued' and deleted_at is null",
            "create index agents_lower on agents (lower(email))",
            "alter table tasks rename to jobs",
            "alter table jobs rename column title to heading",
            "alter table messages alter column tokens type bigint",
            "alter table agents add column note text default 'none', drop column settings",
            "alter table colours alter column name type varchar(100)",
            "create index colours_again on colours (id)",
            "create index agents_note on agents (note)",
            "create table fresh (id int primary key, job bigint references jobs)",
            "create index fresh_job on fresh (job)");

    private static final List<String> STATEMENTS = List.of(
            "select * from jobs where agent_id = $1 order by created_at desc limit 20",
            "select * from jobs where status = 'queued' and deleted_at is null order by priority desc, id limit 10",
            "select heading from jobs where id = $1",
            "select * from messages where role = 'user' order by created_at desc limit 50",
            "select sum(tokens) from messages where tokens < 40",
            "select id, note from agents where lower(email) = lower($1)",
            "select a.name, t.heading from agents a join jobs t on t.agent_id = a.id where a.email = 'a77@example.org'",
            "select count(*) from jobs j join messages m on m.task_id = j.id where j.priority < 3",
            "select * from colours where name = $1");

    @Test
    void plansAsTheSourceDoesOnceItIsChangedAlike() throws Exception {
        CatalogSnapshot snapshot = Source.snapshot(Source.agents());
        CarriedSnapshot unchanged;
        CarriedSnapshot carried;
        try (EmptyCopy copy = EmptyCopy.start(Optional.of(snapshot))) {
            Copy before = read(copy);
            unchanged = CarriedSnapshot.of(snapshot, before, before, part -> 1);
            try (Connection connection = DriverManager.getConnection(copy.url())) {
                change(connection);
            }
            try (PlanTwin twin = PlanTwin.start(unchanged.snapshot())) {
                carried = CarriedSnapshot.of(snapshot, before, read(copy), new PlannedShare(twin));
            }
        }
        String source = Source.copyOf(Source.agents());

        try (Connection changed = Source.connect(source);
                Statement analyse = changed.createStatement();
                PlanTwin twin = PlanTwin.start(carried.snapshot())) {
            change(changed);
            analyse.execute("vacuum analyze");
            for (String sql : STATEMENTS) {
                PlanNode expected = explain(changed, sql);
                PlanNode actual = twin.explain(List.of(sql), List.of()).get(0);

                assertThat(actual.shape()).as(sql).isEqualTo(expected.shape());
                assertThat(actual.totalCost() / expected.totalCost()).as(sql).isEqualTo(1, within(0.05));
            }
            assertThat(twin.notes()).isEmpty();
        }
        assertThat(unchanged.newIndexes()).isEmpty();
        assertThat(unchanged.droppedIndexes()).isEmpty();
        assertThat(unchanged.newTables()).isEmpty();
        assertThat(unchanged.snapshot().tables())
                .usingRecursiveFieldByFieldElementComparatorOnFields("name", "size", "columns")
                .isEqualTo(snapshot.tables());
        assertThat(carried.droppedIndexes()).containsExactly(new QualifiedName("public", "messages_role_created"));
        assertThat(carried.newTables()).containsExactly(new QualifiedName("public", "fresh"));
        assertThat(carried.newIndexes().stream().map(index -> index.name().name()))
                .containsExactlyInAnyOrder("tasks_agent", "tasks_queued", "agents_lower", "colours_again");
        assertThat(carried.notes())
                .hasSize(2)
                .anyMatch(note -> note.startsWith("public.messages.tokens changes its type"))
                .anyMatch(note -> note.startsWith("public.colours.name changes its type"));
    }

    private static void change(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : CHANGES) {
                statement.execute(sql);
            }
        }
    }

    private static Copy read(EmptyCopy copy) throws SQLException {
        try (Connection connection = DriverManager.getConnection(copy.url())) {
            return new Copy(
                    SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults()),
                    SchemaIdentity.read(connection));
        }
    }

    private static PlanNode explain(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("explain (generic_plan, verbose, format json) " + sql)) {
            row.next();
            return ExplainJson.parse(row.getString(1));
        }
    }
}
