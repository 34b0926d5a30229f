package dev.sonde.engine.snapshot;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.AdvisorException.Category;
import dev.sonde.engine.Majors;
import dev.sonde.engine.Zoo;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.SnapshotReader.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a database that has one of every kind of object. */
class ZooSnapshotTest {

    private static final QualifiedName CUSTOMERS = new QualifiedName("app", "customers");

    private static Zoo zoo;
    private static CatalogSnapshot snapshot;

    @BeforeAll
    static void openTheZoo() throws SQLException {
        zoo = Zoo.open(Majors.home(18));
        snapshot = zoo.snapshot(Options.ofDefaults());
    }

    @AfterAll
    static void closeTheZoo() {
        zoo.close();
    }

    @Test
    void comesBackFromItsFileAsItWas(@TempDir Path folder) {
        Path file = folder.resolve("zoo.json");

        SnapshotFile.write(snapshot, file);

        assertThat(SnapshotFile.read(file)).isEqualTo(snapshot);
    }

    @Test
    void isTheSameEachTimeButForTheInstant() throws Exception {
        CatalogSnapshot first = zoo.snapshot(Options.ofDefaults());

        CatalogSnapshot second = zoo.snapshot(Options.ofDefaults());

        assertThat(second).usingRecursiveComparison().ignoringFields("takenAt").isEqualTo(first);
    }

    @Test
    void readsContentsOfExtendedStatistics() {
        List<ExtendedStatistics> all = snapshot.table(CUSTOMERS).orElseThrow().extendedStatistics();

        assertThat(named(all, "customers_ndistinct").target()).isEqualTo(200);
        assertThat(named(all, "customers_ndistinct").columns()).containsExactly("status", "code");
        ExtendedStatistics.Data distinct =
                named(all, "customers_ndistinct").data().get(0);
        List<Integer> numbers = named(all, "customers_ndistinct").columnNumbers();
        assertThat(distinct.distinct()).startsWith("{\"" + numbers.get(0) + ", " + numbers.get(1) + "\": ");
        assertThat(distinct.mostCommon()).isNull();
        assertThat(named(all, "customers_dependencies").data().get(0).dependencies())
                .contains(" => ");
        ExtendedStatistics.Data mostCommon = named(all, "customers_mcv").data().get(0);
        assertThat(requireNonNull(mostCommon.mostCommon()).values()).contains("in progress");
        assertThat(requireNonNull(mostCommon.raw()).mostCommon()).matches("[0-9a-f]{100,}");
        ExtendedStatistics expressions = named(all, "customers_expressions");
        assertThat(expressions.expressions()).hasSize(2);
        assertThat(expressions.data().get(0).expressions())
                .extracting(ColumnStatistics::column)
                .containsExactlyElementsOf(expressions.expressions());
    }

    @Test
    void readsStatisticsOfPartitionedTablesAndOfParentsWithTheirChildren() {
        TableSnapshot events =
                snapshot.table(new QualifiedName("app", "events")).orElseThrow();
        TableSnapshot animals =
                snapshot.table(new QualifiedName("app", "animals")).orElseThrow();

        assertThat(events.partitioned()).isTrue();
        assertThat(events.statistics()).isNotEmpty().allMatch(ColumnStatistics::inherited);
        assertThat(events.size().tuples()).isEqualTo(3000);
        assertThat(animals.statistics().stream().filter(ColumnStatistics::inherited))
                .isNotEmpty();
        assertThat(animals.statisticsOf("id").orElseThrow().inherited()).isFalse();
    }

    @Test
    void readsPartitionsWithTheirBoundsAndIndexes() {
        TableSnapshot nested =
                snapshot.table(new QualifiedName("app", "events_2025")).orElseThrow();
        TableSnapshot leaf =
                snapshot.table(new QualifiedName("app", "events_2025_rest_1")).orElseThrow();
        TableSnapshot other =
                snapshot.table(new QualifiedName("app", "events_other")).orElseThrow();

        assertThat(nested.partitionKey()).isEqualTo("LIST (kind)");
        assertThat(nested.partitionBound())
                .startsWith("FOR VALUES FROM ('2025-01-01")
                .contains(" TO ('2026-01-01");
        assertThat(nested.parents()).containsExactly(new QualifiedName("app", "events"));
        assertThat(leaf.partitionBound()).isEqualTo("FOR VALUES WITH (modulus 2, remainder 1)");
        assertThat(other.partitionBound()).isEqualTo("DEFAULT");
        assertThat(leaf.statistics()).isNotEmpty().noneMatch(ColumnStatistics::inherited);
        assertThat(leaf.indexes())
                .isNotEmpty()
                .allSatisfy(index ->
                        assertThat(requireNonNull(index.parent()).name()).startsWith("events_2025_rest_"));
    }

    @Test
    void seesAPartitionedTableAsTheSumOfItsLeaves() {
        PartitionedTables tables = new PartitionedTables(snapshot);
        QualifiedName events = new QualifiedName("app", "events");

        TableSnapshot whole =
                tables.whole(new QualifiedName("app", "events_2025_rest_1")).orElseThrow();

        assertThat(whole.name()).isEqualTo(events);
        assertThat(tables.partitions(events))
                .extracting(partition -> partition.name().name())
                .containsExactly("events_2024", "events_2025", "events_other");
        assertThat(tables.leaves(events))
                .extracting(partition -> partition.name().name())
                .containsExactly(
                        "events_2024", "events_2025_new", "events_2025_rest_0", "events_2025_rest_1", "events_other");
        assertThat(whole.size().estimatedTuples()).isEqualTo(3000);
        assertThat(whole.size().filePages())
                .isEqualTo(tables.leaves(events).stream()
                        .mapToInt(leaf -> leaf.size().filePages())
                        .sum());
        assertThat(whole.statistics()).isNotEmpty().allMatch(ColumnStatistics::inherited);
        assertThat(tables.whole(CUSTOMERS)).isEqualTo(snapshot.table(CUSTOMERS));
        assertThat(tables.whole(new QualifiedName("app", "nothing"))).isEmpty();
    }

    @Test
    void takesTheLargestPartitionsStatisticsWhereTheWholeWasNeverAnalysed() throws Exception {
        zoo.execute(
                Zoo.DATABASE,
                "create table app.readings (id int, at int) partition by range (at);"
                        + "create table app.readings_0 partition of app.readings for values from (0) to (10);"
                        + "create table app.readings_1 partition of app.readings for values from (10) to (20);"
                        + "insert into app.readings select i, i % 12 from generate_series(1, 3000) i;"
                        + "analyze app.readings_0; analyze app.readings_1");

        CatalogSnapshot seen = zoo.snapshot(Options.ofDefaults());
        zoo.execute(Zoo.DATABASE, "drop table app.readings");

        assertThat(seen.notes())
                .contains("never analysed as a whole, which autovacuum does not do: app.readings;"
                        + " run ANALYZE on it and take the snapshot again");
        assertThat(new PartitionedTables(seen)
                        .whole(new QualifiedName("app", "readings"))
                        .orElseThrow()
                        .statistics())
                .isEqualTo(seen.table(new QualifiedName("app", "readings_0"))
                        .orElseThrow()
                        .statistics());
    }

    @Test
    void readsSettingsOfDatabaseAndRoles() {
        assertThat(snapshot.settingOverrides())
                .containsExactly(
                        new CatalogSnapshot.SettingOverride("zoo_reader", false, "enable_seqscan", "off"),
                        new CatalogSnapshot.SettingOverride(null, true, "random_page_cost", "1.5"),
                        new CatalogSnapshot.SettingOverride("zoo_reader", true, "work_mem", "32MB"));
        assertThat(snapshot.settings()).containsEntry("random_page_cost", "1.5").containsKey("work_mem");
    }

    @Test
    void readsUseOfIndexesAndAgeOfTheCounters() throws Exception {
        zoo.execute(
                Zoo.DATABASE,
                "set enable_seqscan = off; select * from app.animals where id = 1; select pg_stat_force_next_flush();"
                        + "select pg_stat_reset_single_table_counters('app.lines'::regclass);");

        CatalogSnapshot after = zoo.snapshot(Options.ofDefaults());

        IndexSnapshot used = after.table(new QualifiedName("app", "animals"))
                .orElseThrow()
                .indexes()
                .get(0);
        assertThat(used.scans()).isPositive();
        assertThat(used.lastScan()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(after.server().startedAt()).isLessThanOrEqualTo(after.takenAt());
        assertThat(after.server().inRecovery()).isFalse();
        assertThat(after.server().databaseBytes()).isGreaterThan(1_000_000);
    }

    @Test
    void redactedItHoldsNoTextValueButAllFrequencies(@TempDir Path folder) throws Exception {
        List<String> planted =
                List.of("secret-", "hush", "street 1", "note 3", "bird 7", "name 11", "name-11", "v1015");
        Path plain = folder.resolve("plain.json");
        Path redacted = folder.resolve("redacted.json");

        SnapshotFile.write(snapshot, plain);
        CatalogSnapshot without = zoo.snapshot(Options.ofDefaults().redacted());
        SnapshotFile.write(without, redacted);

        assertThat(Files.readString(plain)).contains(planted);
        assertThat(Files.readString(redacted)).doesNotContain(planted);
        TableSnapshot customers = without.table(CUSTOMERS).orElseThrow();
        assertThat(customers.statisticsOf("name").orElseThrow().commonFrequencyList())
                .isNotEmpty();
        ExtendedStatistics.Data mostCommon =
                named(customers.extendedStatistics(), "customers_mcv").data().get(0);
        assertThat(requireNonNull(mostCommon.mostCommon()).values()).isNull();
        assertThat(requireNonNull(mostCommon.mostCommon()).frequencies()).startsWith("{0.");
        assertThat(requireNonNull(mostCommon.raw()).mostCommon()).isNull();
    }

    @Test
    void saysWhatAPlainRoleMayNotRead() throws Exception {
        zoo.execute(
                Zoo.DATABASE,
                "create role plain login; grant usage on schema app to plain;"
                        + "grant select on app.customers, app.animals to plain; grant select (id, at) on app.events to plain");

        CatalogSnapshot seen = SnapshotReader.read(zoo.url("plain"), Options.ofDefaults());

        assertThat(seen.unreadable())
                .contains("statistics of app.customers: row security hides them; connect as a role with BYPASSRLS")
                .contains("statistics of app.events (columns kind, note): the role may not SELECT from it; "
                        + "connect as its owner or as a member of pg_read_all_data")
                .contains("statistics of app.birds: the role may not SELECT from it; connect as its owner or as a "
                        + "member of pg_read_all_data")
                .anyMatch(what -> what.startsWith("contents of extended statistics of app.customers: "))
                .noneMatch(what -> what.contains("app.animals"));
        assertThat(seen.tables()).hasSameSizeAs(snapshot.tables());
        assertThat(seen.table(CUSTOMERS).orElseThrow().indexes())
                .extracting(IndexSnapshot::definition)
                .isEqualTo(snapshot.table(CUSTOMERS).orElseThrow().indexes().stream()
                        .map(IndexSnapshot::definition)
                        .toList());
    }

    @Test
    void givesUpOnALockedTableAndNamesIt() throws Exception {
        Options impatient = new Options(false, Duration.ofSeconds(20), Duration.ofMillis(100));
        try (Connection holder = zoo.connect(Zoo.DATABASE);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table app.animals in access exclusive mode");

            assertThatThrownBy(() -> zoo.snapshot(impatient))
                    .isInstanceOfSatisfying(
                            AdvisorException.class,
                            e -> assertThat(e.category()).isEqualTo(Category.ENVIRONMENT))
                    .hasMessageContaining("locked: app.animals")
                    .hasMessageContaining("100 ms")
                    .message()
                    .hasLineCount(1);
            holder.rollback();
        }
        assertThat(zoo.snapshot(impatient).tables()).hasSameSizeAs(snapshot.tables());
    }

    @Test
    void writesNothing() throws Exception {
        try (Connection connection = zoo.connect(Zoo.DATABASE)) {
            String before = written(connection);

            SnapshotReader.read(connection, Options.ofDefaults());

            assertThat(written(connection)).isEqualTo(before);
        }
    }

    /** A transaction that writes takes a number. */
    private static String written(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_snapshot_xmax(pg_current_snapshot())")) {
            row.next();
            return row.getString(1);
        }
    }

    private static ExtendedStatistics named(List<ExtendedStatistics> all, String name) {
        return all.stream()
                .filter(statistics -> statistics.name().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
