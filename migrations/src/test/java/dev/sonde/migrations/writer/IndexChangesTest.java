package dev.sonde.migrations.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.migrations.TestServer;
import dev.sonde.migrations.writer.PartitionedIndex.Partition;
import dev.sonde.migrations.writer.WrittenMigration.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitioned indexes, drops and replacements under real Flyway. */
@Timeout(60)
class IndexChangesTest {

    private static final QualifiedName ORDERS = new QualifiedName("public", "orders");
    private static final Evidence EVIDENCE = new Evidence("3f2a9c1d", 1, List.of("no captured query uses it"));
    private static final String DEFINITION = "CREATE INDEX idx_old ON public.orders USING btree (customer_id)";
    private static final IndexDrop DROP_OLD =
            new IndexDrop(new QualifiedName("public", "idx_old"), DEFINITION, Optional.empty(), EVIDENCE);
    private static final IndexMigration WIDER = new IndexMigration(
            IndexDefinition.btree(ORDERS, "customer_id", "id"), "idx_wider", EVIDENCE, BuildMode.CONCURRENT);

    // Held here, since the logging of the JDK forgets the level of a logger nobody refers to.
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeAll
    static void quietly() {
        FLYWAY_LOG.setLevel(Level.OFF);
    }

    @BeforeEach
    void aProjectWithAPlainAndAPartitionedTable() throws IOException, SQLException {
        server = TestServer.freshDatabase();
        Files.writeString(folder.resolve("V1__tables.sql"), """
                create table orders (id bigint, customer_id bigint);
                create table events (id bigint, at date) partition by range (at);
                create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
                create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
                """);
        migrate();
    }

    @Test
    void aPartitionedIndexIsBuiltConcurrentlyPartByPart() throws Exception {
        PartitionedIndex index = partitioned();

        List<WrittenMigration> written = write(index);
        migrate();

        assertThat(written).hasSize(4).extracting(WrittenMigration::status).containsOnly(Status.WRITTEN);
        assertThat(folder.resolve("V2__idx_events_id_parent.sql.conf")).doesNotExist();
        assertThat(folder.resolve("V3__idx_events_id_p1.sql.conf")).exists();
        assertThat(server.state("idx_events_id")).isEqualTo("valid");
        assertThat(server.query("select count(*) from pg_inherits where inhparent = 'idx_events_id'::regclass"))
                .isEqualTo("2");
        assertThat(write(index)).extracting(WrittenMigration::status).containsOnly(Status.ALREADY_THERE);
    }

    @Test
    void aPartitionWithoutAnIndexMakesTheLastMigrationFail() {
        PartitionedIndex index = new PartitionedIndex(partitioned().parent(), List.of(leaf("events_2025")));

        assertThatThrownBy(() -> {
                    write(index);
                    migrate();
                })
                .hasMessageContaining("index public.idx_events_id is not valid: a partition has no index");
    }

    @Test
    void partitionsOfPartitionsAreBuiltBelowAnIndexOfTheirOwn() throws Exception {
        server.execute("create table events_2027 partition of events for values from ('2027-01-01') to ('2028-01-01')"
                + " partition by list (id); create schema old; create table old.events_2027 partition of events_2027"
                + " for values in (1); create table events_none partition of events default partition by hash (id)");
        PartitionedIndex index = new PartitionedIndex(
                partitioned().parent(),
                List.of(
                        leaf("events_2025"),
                        leaf("events_2026"),
                        new Partition(
                                new QualifiedName("public", "events_2027"),
                                true,
                                List.of(Partition.leaf(new QualifiedName("old", "events_2027")))),
                        new Partition(new QualifiedName("public", "events_none"), true, List.of())));

        List<WrittenMigration> written = write(index);
        migrate();

        assertThat(written).hasSize(7);
        assertThat(folder.resolve("V5__idx_events_id_p3_parent.sql.conf")).doesNotExist();
        assertThat(folder.resolve("V6__idx_events_id_p4.sql.conf")).exists();
        assertThat(server.state("idx_events_id")).isEqualTo("valid");
        assertThat(server.query("select count(*) from pg_partition_tree('idx_events_id')"))
                .isEqualTo("6");
        assertThat(write(index)).extracting(WrittenMigration::status).containsOnly(Status.ALREADY_THERE);
    }

    @Test
    void dropsTheIndexThatWasExaminedAndSaysHowToBuildItAgain() throws Exception {
        server.execute(DEFINITION);

        write(DROP_OLD);
        migrate();

        assertThat(server.state("idx_old")).isEmpty();
        assertThat(folder.resolve("V2__drop_idx_old.sql")).content().contains("""
                        -- no captured query uses it
                        -- To undo it: CREATE INDEX concurrently idx_old ON public.orders USING btree (customer_id);
                        """);
        assertThat(write(DROP_OLD)).extracting(WrittenMigration::status).containsOnly(Status.ALREADY_THERE);
        server.execute(DROP_OLD.undo());
        assertThat(server.state("idx_old")).isEqualTo("valid");
    }

    @Test
    void aDropDoesNotWaitForFlywaysOwnTransaction() throws Exception {
        server.execute(DEFINITION);
        write(DROP_OLD);

        migrate("");

        assertThat(server.state("idx_old")).isEmpty();
    }

    @Test
    void anIndexThatIsGoneAlreadyIsFine() throws Exception {
        write(DROP_OLD);
        migrate();

        assertThat(server.query("select success from flyway_schema_history order by installed_rank desc"))
                .isEqualTo("t");
    }

    @Test
    void leavesAnIndexOfThatNameAloneThatIsAnotherOneByNow() throws Exception {
        server.execute("create index idx_old on orders (id)");
        write(DROP_OLD);

        assertThatThrownBy(this::migrate).hasMessageContaining("index public.idx_old is not the one that was examined");
        assertThat(server.state("idx_old")).isEqualTo("valid");
    }

    @Test
    void leavesAnIndexAloneThatAConstraintNeeds() throws Exception {
        server.execute("alter table orders add constraint idx_old unique (customer_id)");
        write(new IndexDrop(
                DROP_OLD.qualifiedName(),
                "CREATE UNIQUE INDEX idx_old ON public.orders USING btree (customer_id)",
                Optional.empty(),
                EVIDENCE));

        assertThatThrownBy(this::migrate).hasMessageContaining("is needed by a constraint");
        assertThat(server.state("idx_old")).isEqualTo("valid");
    }

    @Test
    void functionsOffTheSearchPathDoNotMakeTheDefinitionDiffer() throws Exception {
        server.execute("create schema s; create function s.f(bigint) returns bigint immutable language sql"
                + " return $1; create index idx_old on orders (s.f(id)); alter database "
                + server.query("select current_database()") + " set search_path = public, s");
        write(new IndexDrop(
                DROP_OLD.qualifiedName(),
                "CREATE INDEX idx_old ON public.orders USING btree (s.f(id))",
                Optional.empty(),
                EVIDENCE));

        migrate();

        assertThat(server.state("public.idx_old")).isEmpty();
    }

    @Test
    void aReplacementIsBuiltBeforeTheOldOneGoes() throws Exception {
        server.execute(DEFINITION);

        List<WrittenMigration> written = write(WIDER, DROP_OLD.replacedBy(WIDER));
        migrate();

        assertThat(written)
                .extracting(file -> file.file().getFileName().toString())
                .containsExactly("V2__idx_wider.sql", "V3__drop_idx_old.sql");
        assertThat(server.state("idx_wider")).isEqualTo("valid");
        assertThat(server.state("idx_old")).isEmpty();
    }

    @Test
    void theOldOneStaysIfTheReplacementIsNotValid() throws Exception {
        server.execute(DEFINITION);
        write(DROP_OLD.replacedBy(WIDER));

        assertThatThrownBy(this::migrate).hasMessageContaining("index public.idx_old stays, since public.idx_wider");
        assertThat(server.state("idx_old")).isEqualTo("valid");
    }

    @Test
    void aUniqueIndexSaysHowToFindDuplicatesFirst() throws Exception {
        IndexDefinition unique = new IndexDefinition(
                ORDERS, "btree", List.of(IndexDefinition.Key.column("Customer")), List.of(), true, "(id > 0)");

        String script = new IndexMigration(unique, "u", EVIDENCE, BuildMode.CONCURRENT).script();

        assertThat(script)
                .contains("this finds them before: select \"Customer\", count(*) from public.orders where (id > 0)"
                        + " group by \"Customer\" having count(*) > 1;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "drop table orders",
                "CREATE TABLE x (a int)",
                "CREATE INDEX a ON b (c); drop table canary",
                "CREATE INDEX a ON b (c) -- x",
                "CREATE INDEX a ON b (c) /* x */",
            })
    void refusesADefinitionThatIsNone(String definition) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IndexDrop(ORDERS, definition, Optional.empty(), EVIDENCE));
    }

    @Test
    void hostileNamesNeverInject() throws Exception {
        HostileNames names = new HostileNames(20261127);
        server.execute("create table canary (id int)");
        List<IndexChange> changes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String schema = names.next(i);
            QualifiedName table = new QualifiedName(schema, names.next(i));
            QualifiedName partition = new QualifiedName(schema, names.next(100 + i));
            QualifiedName old = new QualifiedName(schema, names.next(200 + i));
            String column = SqlIdentifier.quoted(names.next(i));
            server.execute("create schema " + SqlIdentifier.quoted(schema) + "; create table " + table.sql() + " ("
                    + column + " bigint) partition by list (" + column + "); create table " + partition.sql()
                    + " partition of " + table.sql() + " default; create index "
                    + SqlIdentifier.quoted(old.name()) + " on " + partition.sql() + " (" + column + ", " + column
                    + ")");
            String definition = server.query("select pg_get_indexdef(" + SqlText.literal(old.sql()) + "::regclass)");
            String unquoted = column.startsWith("\"")
                    ? column.substring(1, column.length() - 1).replace("\"\"", "\"")
                    : column;
            changes.add(new PartitionedIndex(
                    new IndexMigration(
                            IndexDefinition.btree(table, unquoted),
                            names.next(300 + i),
                            EVIDENCE,
                            BuildMode.CONCURRENT),
                    List.of(Partition.leaf(partition))));
            changes.add(new IndexDrop(
                    old, definition, Optional.of(changes.get(changes.size() - 1).qualifiedName()), EVIDENCE));
        }
        write(changes.toArray(IndexChange[]::new));

        migrate();

        assertThat(server.query("select count(*) from canary")).isEqualTo("0");
        for (IndexChange change : changes) {
            String state = server.query("select indisvalid from pg_index where indexrelid = to_regclass("
                    + SqlText.literal(change.qualifiedName().sql()) + ")");
            assertThat(state).as("%s", change).isEqualTo(change instanceof IndexDrop ? "" : "t");
        }
        assertThat(write(changes.toArray(IndexChange[]::new)))
                .extracting(WrittenMigration::status)
                .containsOnly(Status.ALREADY_THERE);
    }

    private static Partition leaf(String table) {
        return Partition.leaf(new QualifiedName("public", table));
    }

    private static PartitionedIndex partitioned() {
        return new PartitionedIndex(
                new IndexMigration(
                        IndexDefinition.btree(new QualifiedName("public", "events"), "id"),
                        "idx_events_id",
                        EVIDENCE,
                        BuildMode.CONCURRENT),
                List.of(leaf("events_2025"), leaf("events_2026")));
    }

    private List<WrittenMigration> write(IndexChange... changes) throws IOException {
        return new MigrationWriter(folder, Clock.systemUTC()).write(List.of(changes));
    }

    private void migrate() {
        migrate("preferQueryMode=simple");
    }

    private void migrate(String urlParameters) {
        Flyway.configure()
                .dataSource(server.url(urlParameters), "postgres", "")
                .locations("filesystem:" + folder)
                .load()
                .migrate();
    }
}
