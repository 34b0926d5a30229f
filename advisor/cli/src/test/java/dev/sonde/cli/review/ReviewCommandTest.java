package dev.sonde.cli.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sonde review} on a real repository and a real PostgreSQL. */
class ReviewCommandTest {

    private static final String BAD = "create index idx_c on orders (customer_id);\n";

    @TempDir
    Path repository;

    private Path migrations;

    @BeforeEach
    void aRepositoryWithABranch() throws Exception {
        migrations = Files.createDirectories(repository.resolve("db"));
        git("init", "-q", "-b", "main");
        write("V1__orders.sql", "create table orders (id bigint primary key, customer_id bigint);\n");
        git("add", "-A");
        git("commit", "-q", "-m", "base");
        git("checkout", "-q", "-b", "feature");
    }

    @Test
    void checksOnlyFilesThatAreNotOnTheBaseBranch() throws Exception {
        write("V2__index.sql", BAD);

        CommandRun run = CommandRun.of("review", migrations, "--base", "main");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("Sonde review: 1 new file, 1 error, 0 warnings\n")
                .contains("db/V2__index.sql:1: error create-index-blocking")
                .contains("try: create index concurrently idx_c on orders (customer_id);")
                .doesNotContain("V1__");
    }

    @Test
    void isCleanWithoutNewFiles() {
        CommandRun run = CommandRun.of("review", migrations);

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("Sonde review: 0 new files, 0 errors, 0 warnings\n");
    }

    @Test
    void seesAnEditOfAnAppliedFileAndFilesThatCameOnTheBaseSince() throws Exception {
        git("checkout", "-q", "main");
        write("V2__main.sql", "select 1;\n");
        git("add", "-A");
        git("commit", "-q", "-m", "later");
        git("checkout", "-q", "feature");
        write("V1__orders.sql", "-- edited\ncreate table orders (id bigint primary key, customer_id bigint);\n");
        write("V02__mine.sql", "select 2;\n");

        CommandRun run = CommandRun.of("review", migrations, "--base", "main");

        assertThat(run.out())
                .contains("db/V1__orders.sql:1: error fw-edited-applied")
                .contains("db/V02__mine.sql:1: error fw-version-collision")
                .contains("db/V2__main.sql");
    }

    @Test
    void takesFlywaysSettingsFromTheProjectsFiles() throws Exception {
        Path resources = Files.createDirectories(repository.resolve("src/main/resources"));
        migrations = Files.createDirectories(resources.resolve("db/migration"));
        write("V1__orders.sql", "create table orders (id bigint primary key, customer_id bigint);\n");
        git("add", "-A");
        git("commit", "-q", "-m", "project");
        git("branch", "-f", "main");
        write("V2__index.sql", "create index concurrently idx_c on orders (customer_id);\n");
        write("V3__drop.sql", "drop index concurrently if exists idx_c;\n");

        CommandRun defaults = CommandRun.of("review", migrations, "--base", "main");
        Files.writeString(
                resources.resolve("application.properties"), "spring.flyway.postgresql.transactional-lock=false\n");
        CommandRun mended = CommandRun.of("review", migrations, "--base", "main");
        CommandRun overridden =
                CommandRun.of("review", migrations, "--base", "main", "--flyway", "postgresql.transactional.lock=true");

        assertThat(defaults.out())
                .contains("V2__index.sql:1: error fw-cic-self-deadlock")
                .doesNotContain("V3__drop.sql:1: error");
        assertThat(mended.out())
                .doesNotContain("fw-cic-self-deadlock")
                .contains("Flyway's settings are read from src/main/resources/application.properties");
        assertThat(overridden.out()).contains("fw-cic-self-deadlock");
    }

    @Test
    void suppressesWithAReasonOnly() throws Exception {
        write("V2__index.sql", "-- sonde:ignore create-index-blocking the table has 40 rows\n" + BAD);
        CommandRun reasoned = CommandRun.of("review", migrations);
        write("V2__index.sql", "-- sonde:ignore create-index-blocking\n" + BAD);
        CommandRun bare = CommandRun.of("review", migrations);

        assertThat(reasoned.status()).isZero();
        assertThat(reasoned.out()).contains("suppressed: the table has 40 rows");
        assertThat(bare.status()).isEqualTo(1);
        assertThat(bare.out()).contains("warning bad-suppression");
    }

    @Test
    void suppressesForAppliedFilesBySondeToml() throws Exception {
        write("V1__orders.sql", "-- edited\ncreate table orders (id bigint primary key, customer_id bigint);\n");
        Path toml = Files.writeString(repository.resolve("sonde.toml"), """
                [[suppress]]
                rule = "fw-edited-applied"
                file = "db/V1__*.sql"
                reason = "applied nowhere yet"
                """);
        CommandRun reasoned = CommandRun.of("review", migrations, "--base", "main");
        CommandRun sarif = CommandRun.of("review", migrations, "--base", "main", "--format", "sarif");
        Files.writeString(toml, "\nsuppres = []\n");
        CommandRun misspelt = CommandRun.of("review", migrations, "--base", "main");

        assertThat(reasoned.status()).isZero();
        assertThat(reasoned.out())
                .startsWith("Sonde review: 0 new files, 0 errors, 0 warnings, 1 suppressed\n")
                .contains("suppressed: applied nowhere yet");
        assertThat(new ObjectMapper().readTree(sarif.out()).findValue("suppressions"))
                .singleElement()
                .satisfies(suppression -> {
                    assertThat(suppression.path("kind").asText()).isEqualTo("external");
                    assertThat(suppression.path("justification").asText()).isEqualTo("applied nowhere yet");
                });
        assertThat(misspelt.status()).isEqualTo(2);
        assertThat(misspelt.out()).isEmpty();
        assertThat(misspelt.err())
                .endsWith("sonde.toml:2: unknown key suppres: known is [[suppress]]\n")
                .hasLineCount(1);
    }

    @Test
    void failsAtTheSeverityAskedFor() throws Exception {
        write("V2__set.sql", "set statement_timeout = '5s';\n");

        assertThat(CommandRun.of("review", migrations).status()).isZero();
        assertThat(CommandRun.of("review", migrations, "--fail-on", "warning").status())
                .isEqualTo(1);
        write("V3__index.sql", BAD);
        assertThat(CommandRun.of("review", migrations, "--fail-on", "never").status())
                .isZero();
    }

    @Test
    void writesEveryFormatForHostileNamesAndText() throws Exception {
        write(
                "V2__a,b:%`|<x>&\u202e\".sql",
                "create table \"::error::]]>\" (a int);\nselekt '\u0007 ``` ::warning:: </system-out> ${ok}';\n"
                        .replace("${ok}", "$ {ok}"));
        write("V3__index.sql", BAD);
        Path out = Files.createDirectories(repository.resolve("out"));
        List<String> formats = List.of("text", "md", "json", "sarif", "github", "gitlab", "rdjson", "junit");
        List<Object> arguments = new ArrayList<>(List.of("review", migrations));
        for (String format : formats) {
            arguments.add("--format");
            arguments.add(format + "=" + out.resolve(format));
        }
        Path summary = out.resolve("summary");

        CommandRun run = CommandRun.with(Map.of("GITHUB_STEP_SUMMARY", summary.toString()), arguments.toArray());

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
        ObjectMapper json = new ObjectMapper();
        assertThat(JsonSchema.violations("review", read(out, "json"))).isEmpty();
        JsonNode sarif = json.readTree(read(out, "sarif")).path("runs").path(0);
        assertThat(sarif.path("results")).isNotEmpty();
        for (JsonNode result : sarif.path("results")) {
            assertThat(sarif.path("tool")
                            .path("driver")
                            .path("rules")
                            .path(result.path("ruleIndex").asInt())
                            .path("id"))
                    .isEqualTo(result.path("ruleId"));
            assertThat(URI.create(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                                    .asText())
                            .getPath())
                    .startsWith("db/");
        }
        assertThat(json.readTree(read(out, "gitlab")))
                .hasSize(sarif.path("results").size());
        assertThat(json.readTree(read(out, "rdjson")).path("diagnostics"))
                .hasSize(sarif.path("results").size());
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(out.resolve("junit").toFile())
                        .getElementsByTagName("failure")
                        .getLength())
                .isPositive();
        assertThat(read(out, "github").lines())
                .allMatch(line ->
                        line.matches("::(error|warning|notice) file=[^:,]*,line=\\d+,endLine=\\d+,title=[a-z-]+::.*"));
        assertThat(read(out, "md")).startsWith("<!-- sonde:review 1 -->\n").doesNotContain("\u202e", "\u0007");
        assertThat(read(out, "text")).doesNotContain("\u202e", "\u0007");
        assertThat(Files.readString(summary)).isEqualTo(read(out, "md"));
    }

    @Test
    void saysWhatCannotBeReviewed() throws Exception {
        write("V2__code.java", "class V2__code {}\n");
        Files.write(migrations.resolve("V3__binary.sql"), new byte[] {0, 1, (byte) 0xFF});
        write("V4_misnamed.sql", "select 1;\n");

        CommandRun run = CommandRun.of("review", migrations);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("db/V2__code.java:1: info not-reviewed")
                .contains("db/V3__binary.sql:1: error not-reviewed")
                .contains("db/V4_misnamed.sql:1: error fw-misnamed-ignored");
    }

    @Test
    void refusesABaseThatDoesNotExist() {
        CommandRun run = CommandRun.of("review", migrations, "--base", "origin/nowhere");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("sonde: --base origin/nowhere: no such branch or commit here; fetch it first, for example:"
                        + " git fetch origin nowhere\n");
    }

    @Test
    void doesNotTakeABaseForAnOptionOfGit() {
        CommandRun run = CommandRun.of("review", migrations, "--base=-x");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("sonde: --base -x: no such branch or commit here");
    }

    @Test
    void tellsThatAShallowCloneLacksHistory(@TempDir Path elsewhere) throws Exception {
        write("V2__more.sql", "select 2;\n");
        git("add", "-A");
        git("commit", "-q", "-m", "branch");
        Path clone = elsewhere.resolve("clone");
        Git.run(elsewhere, "clone", "-q", "--depth", "1", "--no-single-branch", "file://" + repository, "clone");

        CommandRun run = CommandRun.of("review", clone.resolve("db"), "--base", "origin/main");

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("1 new file").contains("the clone is shallow: git fetch --unshallow");
    }

    @Test
    void takesAllFilesForNewOutsideOfARepository(@TempDir Path elsewhere) throws Exception {
        Files.writeString(elsewhere.resolve("V1__a.sql"), "create table a (id int);\n");

        CommandRun all = CommandRun.of("review", elsewhere);
        CommandRun based = CommandRun.of("review", elsewhere, "--base", "main");

        assertThat(all.out()).contains("1 new file").contains("all files are taken for new");
        assertThat(based.status()).isEqualTo(2);
        assertThat(based.err()).contains("is in no git repository");
    }

    @Test
    void refusesWrongUse() {
        for (List<Object> arguments : List.<List<Object>>of(
                List.of("review", migrations.resolve("none")),
                List.of("review", migrations, "--format", "xml"),
                List.of("review", migrations, "--format", "json", "--format", "text"),
                List.of("review", migrations, "--fail-on", "sometimes"),
                List.of("review", migrations, "--snapshot", migrations.resolve("none")),
                List.of("review", migrations, "--flyway", "group"))) {
            CommandRun run = CommandRun.of(arguments.toArray());

            assertThat(run.status()).as(arguments.toString()).isEqualTo(2);
            assertThat(run.err().lines()).as(arguments.toString()).hasSize(1);
        }
    }

    private static String read(Path folder, String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(migrations.resolve(name), text);
    }

    private void git(String... arguments) throws Exception {
        Git.run(repository, arguments);
    }
}
