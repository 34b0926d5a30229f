package dev.sonde.migrations.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.migrations.convention.MigrationTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What real Liquibase does with the second flavour. */
@Timeout(60)
class LiquibaseTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final QualifiedName ORDERS = new QualifiedName("public", "orders");
    private static final Evidence EVIDENCE = new Evidence("1", 1, List.of("changeset a:b", "rollback empty"));

    // Held here, since the logging of the JDK forgets the level of a logger nobody refers to.
    private static final Logger LIQUIBASE_LOG = Logger.getLogger("liquibase");

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeAll
    static void quietly() {
        LIQUIBASE_LOG.setLevel(Level.OFF);
    }

    @BeforeEach
    void aProjectWithOneTable() throws Exception {
        server = TestServer.freshDatabase();
        server.execute("create table orders (id bigint primary key, customer_id bigint not null);"
                + " insert into orders select i, i % 100 from generate_series(1, 2000) i");
        Files.writeString(folder.resolve("master.yaml"), """
                databaseChangeLog:
                  - includeAll:
                      path: changes
                      relativeToChangelogFile: true
                """);
    }

    @Test
    void buildsConcurrentlyAndASecondRunWritesNothing() throws Exception {
        IndexMigration index = index(false);

        List<WrittenMigration> written = write(index);
        update();

        assertThat(written.get(0).file()).hasFileName("V20261123120000__idx_orders_customer_id.sql");
        assertThat(written.get(0).file())
                .content()
                .startsWith("--liquibase formatted sql\n\n--changeset sonde:V20261123120000__idx_orders_customer_id"
                        + " runInTransaction:false stripComments:false endDelimiter:#\n-- | Sonde advice 1: index on");
        assertThat(folder.resolve("changes/V20261123120000__idx_orders_customer_id.sql.conf"))
                .doesNotExist();
        assertThat(server.state("idx_orders_customer_id")).isEqualTo("valid");
        assertThat(server.query("select count(*) from databasechangelog")).isEqualTo("1");
        assertThat(write(index))
                .extracting(WrittenMigration::status)
                .containsOnly(WrittenMigration.Status.ALREADY_THERE);
    }

    @Test
    void failsLoudlyOnAUniqueViolationAndHealsByItself() throws Exception {
        write(index(true));

        assertThatThrownBy(this::update).hasStackTraceContaining("could not create unique index");
        assertThat(server.state("idx_orders_customer_id")).isEqualTo("invalid");
        server.execute("update orders set customer_id = id");
        update();

        assertThat(server.state("idx_orders_customer_id")).isEqualTo("valid");
    }

    @Test
    void aDropIsRunToo() throws Exception {
        server.execute("create index idx_old on orders (customer_id)");
        write(new IndexDrop(
                new QualifiedName("public", "idx_old"),
                "CREATE INDEX idx_old ON public.orders USING btree (customer_id)",
                Optional.empty(),
                EVIDENCE));

        update();

        assertThat(server.state("idx_old")).isEmpty();
    }

    @Test
    void hostileNamesNeverInject() throws Exception {
        HostileNames names = new HostileNames(20261128);
        server.execute("create table canary (id int)");
        List<IndexChange> changes = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            QualifiedName table = new QualifiedName(names.next(i), names.next(i));
            String column = names.next(i);
            server.execute("create schema " + SqlIdentifier.quoted(table.schema()) + "; create table " + table.sql()
                    + " (" + SqlIdentifier.quoted(column) + " bigint)");
            changes.add(new IndexMigration(
                    IndexDefinition.btree(table, column), names.next(i), EVIDENCE, BuildMode.CONCURRENT));
        }
        write(changes.toArray(IndexChange[]::new));

        update();

        assertThat(server.query("select count(*) from canary")).isEqualTo("0");
        for (IndexChange change : changes) {
            assertThat(server.query("select indisvalid from pg_index where indexrelid = to_regclass("
                            + SqlText.literal(change.qualifiedName().sql()) + ")"))
                    .as("%s", change)
                    .isEqualTo("t");
        }
    }

    private static IndexMigration index(boolean unique) {
        return new IndexMigration(
                new IndexDefinition(
                        ORDERS, "btree", List.of(IndexDefinition.Key.column("customer_id")), List.of(), unique, ""),
                "idx_orders_customer_id",
                EVIDENCE,
                BuildMode.CONCURRENT);
    }

    private List<WrittenMigration> write(IndexChange... changes) throws Exception {
        return new MigrationWriter(MigrationTarget.folder(folder.resolve("changes")), NOON, Flavour.LIQUIBASE)
                .write(List.of(changes));
    }

    @SuppressWarnings("deprecation") // the command framework that takes its place prints to standard output
    private void update() throws Exception {
        try (Connection connection = server.open()) {
            Liquibase liquibase =
                    new Liquibase("master.yaml", new DirectoryResourceAccessor(folder), new JdbcConnection(connection));
            Scope.child(Scope.Attr.ui, new LoggerUIService(), () -> liquibase.update(new Contexts()));
        }
    }
}
