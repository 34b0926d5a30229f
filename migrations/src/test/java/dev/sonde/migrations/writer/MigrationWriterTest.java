package dev.sonde.migrations.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Order;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.migrations.writer.WrittenMigration.Status;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationWriterTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final QualifiedName ORDERS = new QualifiedName("public", "orders");

    @TempDir
    Path folder;

    @Test
    void writesAPairForEachIndexInTheProjectsConvention() throws IOException {
        Files.writeString(folder.resolve("V007__create-orders.sql"), "create table orders (a int, b int);");

        List<WrittenMigration> written = write(index("a", "idx_orders_a"), index("b", "idx_orders_b"));

        assertThat(names())
                .containsExactly(
                        "V007__create-orders.sql",
                        "V008__idx-orders-a.sql",
                        "V008__idx-orders-a.sql.conf",
                        "V009__idx-orders-b.sql",
                        "V009__idx-orders-b.sql.conf");
        assertThat(folder.resolve("V008__idx-orders-a.sql.conf")).hasContent("executeInTransaction=false");
        assertThat(written).extracting(WrittenMigration::status).containsOnly(Status.WRITTEN);
        assertThat(written.get(1).file()).hasContent(index("b", "idx_orders_b").script());
    }

    @Test
    void createsTheFolder() throws IOException {
        Path missing = folder.resolve("db/migration");

        new MigrationWriter(missing, NOON).write(List.of(index("a", "idx_orders_a")));

        assertThat(missing.resolve("V20261123120000__idx_orders_a.sql")).exists();
    }

    @Test
    void aSecondRunWritesNothing() throws IOException {
        IndexMigration hostile = new IndexMigration(
                new IndexDefinition(
                        new QualifiedName("s\n", "T\"${x}"),
                        "gin",
                        List.of(new IndexDefinition.Key(
                                "lower((a)::text)", false, "jsonb_path_ops", Order.ASC_NULLS_LAST)),
                        List.of("B"),
                        false,
                        "(a <> 'x\\y'::text)"),
                "i",
                new Evidence("1", 1, List.of()),
                BuildMode.CONCURRENT);
        write(index("a", "idx_orders_a"), hostile);
        List<String> before = names();

        List<WrittenMigration> again = new MigrationWriter(folder, Clock.offset(NOON, Duration.ofDays(1)))
                .write(List.of(hostile, index("a", "another_name")));

        assertThat(again).extracting(WrittenMigration::status).containsOnly(Status.ALREADY_THERE);
        assertThat(again.get(1).file()).hasFileName("V20261123120000__idx_orders_a.sql");
        assertThat(names()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX foo ON orders (a);",
                "create index concurrently if not exists foo on public.orders using btree (a asc nulls last)",
                "/* ; */ CREATE TABLE x (y text default ';');\n-- c\nCREATE INDEX \"Foo\"\n  ON ONLY \"orders\" ( \"a\" ) ;",
                "create index on orders (a)",
                "create index foo on orders (a); drop index foo; create index if not exists foo on orders(a);",
            })
    void recognisesAnIndexSomeoneElseWrote(String sql) throws IOException {
        Files.writeString(folder.resolve("V1__x.sql"), sql);

        assertThat(write(index("a", "idx_orders_a")).get(0).status()).isEqualTo(Status.ALREADY_THERE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index foo on orders (a, b);",
                "create index foo on orders (a desc);",
                "create unique index foo on orders (a);",
                "create index foo on other.orders (a);",
                "create index foo on orders (a) where a > 1;",
                "create index foo on orders (a); drop index concurrently if exists foo;",
                "-- create index foo on orders (a);",
                "select 'create index foo on orders (a);';",
                "create index foo on orders (\"A\")",
                "create index",
                "create",
                ";;",
                "'",
                "\0\u0001$",
            })
    void isNotMisledByOtherStatements(String sql) throws IOException {
        Files.writeString(folder.resolve("V1__x.sql"), sql);

        assertThat(write(index("a", "idx_orders_a")).get(0).status()).isEqualTo(Status.WRITTEN);
    }

    @Test
    void refusesANameThatAnotherIndexHasAndWritesNothing() throws IOException {
        Files.writeString(folder.resolve("V1__x.sql"), "create index idx_orders_a on orders (b);");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(index("c", "idx_orders_c"), index("a", "idx_orders_a")))
                .withMessageContaining("V1__x.sql");
        assertThat(names()).containsExactly("V1__x.sql");
    }

    @Test
    void neverOverwritesAFileAndLeavesNoPartBehind() throws IOException {
        Path file = folder.resolve("V1__x.sql");
        Files.writeString(file, "mine");

        assertThatThrownBy(() -> NewFile.write(file, "theirs")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
        assertThat(names()).containsExactly("V1__x.sql");
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        write(index("a", "idx_orders_a"));
        Path other = folder.resolve("other");

        new MigrationWriter(other, NOON).write(List.of(index("a", "idx_orders_a")));

        assertThat(other.resolve("V20261123120000__idx_orders_a.sql"))
                .hasSameBinaryContentAs(folder.resolve("V20261123120000__idx_orders_a.sql"));
    }

    private List<WrittenMigration> write(IndexMigration... migrations) throws IOException {
        return new MigrationWriter(folder, NOON).write(List.of(migrations));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static IndexMigration index(String column, String name) {
        return new IndexMigration(
                IndexDefinition.btree(ORDERS, column), name, new Evidence("1", 1, List.of()), BuildMode.CONCURRENT);
    }
}
