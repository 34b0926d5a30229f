package dev.sonde.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.cli.CommandRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlImportTest {

    @TempDir
    Path folder;

    private CommandRun run(Object... arguments) {
        Object[] all = new Object[arguments.length + 5];
        System.arraycopy(new Object[] {"import", "--from", "sql", "-o", folder.resolve("out.sonde")}, 0, all, 0, 5);
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return CommandRun.of(all);
    }

    private Imported imported() throws IOException {
        return Imported.of(folder.resolve("out.sonde"));
    }

    @Test
    void readsWeightsNamesAndValues() throws IOException {
        Path script = Files.writeString(folder.resolve("app.sql"), """
                -- name: open orders
                -- weight: 300
                select * from orders where status = 'open' and total > 12.50 limit 10;
                select * from orders where status = 'lost' and total > 12.50 limit 10; -- weight: 7
                set work_mem = '64MB'; begin;
                select 1 from orders where id = $1;
                commit;
                """);

        CommandRun run = run(script);

        assertThat(run.err())
                .contains("302 executions of 2 statements from sql; values are kept in it")
                .contains("left out: 3 executions of utility statements");
        assertThat(run.status()).isZero();
        String orders = "select * from orders where status = $1 and total > $2 limit 10";
        assertThat(imported().calls()).isEqualTo(Map.of(orders, 301L, "select $1 from orders where id = $2", 1L));
        assertThat(imported().all(CaptureRecord.Statement.class).get(0).literalPositions())
                .containsExactly(1, 2);
        assertThat(imported().values(orders)).containsExactlyInAnyOrder("[1=open, 2=12.50]", "[1=lost, 2=12.50]");
        assertThat(imported().executions(orders))
                .as("in proportion to the weights")
                .hasSize(257);
        assertThat(imported().all(CaptureRecord.CallSite.class))
                .flatExtracting(CaptureRecord.CallSite::frames)
                .containsExactly("open orders(app.sql:3)", "(app.sql:4)", "(app.sql:6)");
        CaptureRecord.Session session =
                imported().all(CaptureRecord.Session.class).get(0);
        assertThat(session.binds()).isEqualTo("values");
        assertThat(ImportSource.of(session)).contains(ImportSource.SQL);
    }

    @Test
    void aFolderIsReadInTheOrderOfNamesAndEqualTextsAddUp() throws IOException {
        Files.writeString(folder.resolve("b.sql"), "select 1 from b;\n-- weight: 4\nselect 2 from a");
        Files.writeString(folder.resolve("a.sql"), "select 2 from a");
        Files.writeString(folder.resolve("c.txt"), "not read");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("select 3 from c".getBytes(StandardCharsets.UTF_8));
        }
        Files.write(folder.resolve("d.sql.gz"), bytes.toByteArray());

        assertThat(run(folder).status()).isZero();

        assertThat(imported().all(CaptureRecord.Statement.class))
                .extracting(CaptureRecord.Statement::sql)
                .containsExactly("select $1 from a", "select $1 from b", "select $1 from c");
        assertThat(imported().calls()).containsEntry("select $1 from a", 5L);
    }

    @Test
    void hashedKeepsNoValue() throws IOException {
        Path script = Files.writeString(folder.resolve("a.sql"), "select * from t where name = 'Zoë';");

        CommandRun run = run(script, "--binds", "hashed");

        assertThat(run.err()).doesNotContain("values are kept");
        assertThat(imported().all(CaptureRecord.BindSample.class)).isEmpty();
        assertThat(imported().all(CaptureRecord.Execution.class).get(0).binds()).hasSize(1);
    }

    @Test
    void aSecretIsNeverKept() throws IOException {
        Path script = Files.writeString(
                folder.resolve("a.sql"), "select * from users where hash = crypt('hunter2', salt) and id = 4");

        assertThat(run(script).status()).isZero();

        assertThat(imported().all(CaptureRecord.BindSample.class)).isEmpty();
        assertThat(Files.readString(folder.resolve("out.sonde"), StandardCharsets.ISO_8859_1))
                .doesNotContain("hunter2");
    }

    @Test
    void sameInputGivesTheSameSessionAndSample() throws IOException {
        Path script =
                Files.writeString(folder.resolve("a.sql"), "select * from t where a = 1; select * from t where a = 2");
        run(script);
        List<CaptureRecord.BindSample> first = imported().all(CaptureRecord.BindSample.class);

        run(script, "--force");

        assertThat(imported().all(CaptureRecord.BindSample.class))
                .isEqualTo(first)
                .hasSize(2);
    }

    @Test
    void badInputIsNamedAndLeavesNoFile() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.sql"));
        Path comments = Files.writeString(folder.resolve("comments.sql"), "-- nothing\n;");
        Path binary = Files.write(folder.resolve("binary.sql"), new byte[] {'P', 'K', 3, 4, 0, 0});
        Path latin = Files.write(
                folder.resolve("latin.sql"), "select 1;\nselect 'Zo\u00eb'".getBytes(StandardCharsets.ISO_8859_1));
        Path psql = Files.writeString(folder.resolve("psql.sql"), "select 1;\n\\d t\n");
        Path open = Files.writeString(folder.resolve("open.sql"), "select 1;\nselect 'a\n");
        Path weight = Files.writeString(folder.resolve("weight.sql"), "-- weight: often\nselect 1");
        Path utility = Files.writeString(folder.resolve("utility.sql"), "set a = 1; vacuum;");
        Path gzip = Files.write(folder.resolve("g.sql.gz"), "no gzip".getBytes(StandardCharsets.UTF_8));

        assertThat(failure(empty)).contains("empty.sql: empty file");
        assertThat(failure(comments)).contains("comments.sql: no statement");
        assertThat(failure(binary)).contains("binary.sql: a binary file");
        assertThat(failure(latin)).contains("latin.sql:2: not UTF-8");
        assertThat(failure(psql)).contains("psql.sql:2: a backslash");
        assertThat(failure(open)).contains("open.sql:2: the quote that begins here is not closed");
        assertThat(failure(weight)).contains("weight.sql: the weight of the statement in line 2", "often");
        assertThat(failure(utility)).contains("no statement that has a plan", "2 utility statements");
        assertThat(failure(gzip)).contains("g.sql.gz: damaged gzip file");
        assertThat(failure(folder.resolve("missing.sql"))).contains("missing.sql: no such file");
        assertThat(failure(Files.createDirectory(folder.resolve("none")))).contains("no file in this folder");
        assertThat(folder.toFile().list((dir, name) -> name.contains("sonde"))).isEmpty();
    }

    private String failure(Path source) {
        CommandRun run = run(source);
        assertThat(run.status()).as(run.err()).isEqualTo(2);
        return run.err();
    }

    @Test
    void neverOverwritesUnasked() throws IOException {
        Path script = Files.writeString(folder.resolve("a.sql"), "select 1 from t");
        Files.writeString(folder.resolve("out.sonde"), "mine");

        CommandRun refused = run(script);

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("exists already", "--force").hasLineCount(1);
        assertThat(folder.resolve("out.sonde")).hasContent("mine");
        assertThat(run(script, "--force").status()).isZero();
        assertThat(imported().calls()).hasSize(1);
    }

    @Test
    void wrongUseIsNamed() {
        assertThat(CommandRun.of("import", "--from", "mysql", "x", "-o", folder.resolve("o.sonde"))
                        .err())
                .contains("--from mysql: not a source");
        assertThat(run().err()).contains("the files to import are missing");
        assertThat(run("a.sql", "--url", "jdbc:postgresql://db/app").err()).contains("--url is for");
        assertThat(CommandRun.of("import", "--from", "sql", "a.sql", "-o", folder.resolve("no/o.sonde"))
                        .err())
                .contains("not a file in an existing folder");
    }
}
