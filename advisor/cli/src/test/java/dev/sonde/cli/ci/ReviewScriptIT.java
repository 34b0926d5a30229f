package dev.sonde.cli.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sonde.cli.ci.CodeHost.Comment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The script of the action and of the template, with the built command, against what behaves like a code host. */
class ReviewScriptIT {

    private static final String BAD = "create index idx_c on orders (customer_id);\n";
    private static final String MARKER = "<!-- sonde:review 1 db -->\n";

    private static final String JAR =
            ReviewScript.root().resolve("advisor/cli/target/sonde-cli.jar").toString();

    private static final List<String> BUILT = List.of("sonde-cli.jar", "lib");

    @TempDir
    Path folder;

    private Path clone;

    /** As a build server clones: one branch, and no other. */
    @BeforeEach
    void aCloneOfOneBranch() throws Exception {
        assumeTrue(
                ReviewScript.installed("curl") && ReviewScript.installed("jq"),
                "skipped: no curl or no jq on the PATH; apt-get install curl jq");
        Path origin = Files.createDirectories(folder.resolve("origin"));
        git(origin, "init", "-q", "-b", "main");
        write(
                origin.resolve("db/V1__orders.sql"),
                "create table orders (id bigint primary key, customer_id bigint);\n");
        git(origin, "add", "-A");
        git(origin, "commit", "-q", "-m", "base");
        git(origin, "branch", "feature");
        clone = folder.resolve("clone");
        git(folder, "clone", "-q", "--single-branch", "--branch", "feature", "file://" + origin, "clone");
    }

    /** JUnit warns of links that lead out of its folder. */
    @AfterEach
    void removesTheLinksOfABuiltClone() throws IOException {
        for (String link : BUILT) {
            Files.deleteIfExists(folder.resolve("sonde/advisor/cli/target").resolve(link));
        }
    }

    @Test
    void keepsOneCommentAmongAllOthersUpToDate() throws Exception {
        write(clone.resolve("db/V2__index.sql"), BAD);
        try (CodeHost host = CodeHost.start(CodeHost.Kind.GITHUB)) {
            IntStream.range(0, 230).forEach(i -> host.add("reviewer", "comment " + i));
            host.add("stranger", MARKER + "not written by the action");

            ReviewScript first = ReviewScript.run(clone, github(host));
            Files.delete(clone.resolve("db/V2__index.sql"));
            ReviewScript second = ReviewScript.run(clone, github(host));

            assertThat(first.status()).as(first.log()).isEqualTo(1);
            assertThat(first.log())
                    .contains("::error file=db/V2__index.sql,line=1,endLine=1,title=create-index-blocking::")
                    .doesNotContain(CodeHost.TOKEN);
            assertThat(second.status()).as(second.log()).isZero();
            assertThat(host.writes())
                    .containsExactly(
                            "POST /repos/acme/shop/issues/7/comments", "PATCH /repos/acme/shop/issues/comments/332");
            assertThat(host.comments()).hasSize(232);
            assertThat(host.comments().get(230).body()).endsWith("not written by the action");
            assertThat(host.comments().get(231).body()).startsWith(MARKER + "**Sonde review: 0 new files, 0 errors");
        }
        assertThat(Files.readString(folder.resolve("summary")))
                .contains("**Sonde review: 1 new file, 1 error, 0 warnings**", "create-index-blocking");
        assertThat(Files.readString(folder.resolve("output")))
                .contains("status=1\n")
                .contains("status=0\n");
        Path sarif = Path.of(Files.readAllLines(folder.resolve("output")).stream()
                .filter(line -> line.startsWith("sarif="))
                .findFirst()
                .orElseThrow()
                .substring("sarif=".length()));
        assertThat(Files.readString(sarif)).contains("\"create-index-blocking\"");
    }

    @Test
    void splitsALongReviewAndTakesBackWhatAShorterOneLeaves() throws Exception {
        String many = IntStream.range(0, 20)
                .mapToObj(i -> "create index i" + i + " on orders (customer_id) where id::text <> '" + "x".repeat(1_900)
                        + "';\n")
                .collect(Collectors.joining());
        write(clone.resolve("db/V2__many.sql"), many);
        try (CodeHost host = CodeHost.start(CodeHost.Kind.GITHUB)) {
            ReviewScript.run(clone, github(host));
            List<Comment> parts = host.comments();
            write(clone.resolve("db/V2__many.sql"), BAD);
            ReviewScript.run(clone, github(host));

            assertThat(parts.stream().map(comment -> comment.body().length()))
                    .hasSize(3)
                    .allMatch(length -> length > 0 && length <= CodeHost.LIMIT);
            assertThat(parts.get(0).body()).startsWith(MARKER + "**Sonde review: 1 new file, 20 errors");
            assertThat(parts.get(1).body())
                    .startsWith("<!-- sonde:review 2 db -->\n")
                    .contains("on orders");
            assertThat(host.comments()).hasSize(1);
            assertThat(host.comments().get(0).id()).isEqualTo(parts.get(0).id());
            assertThat(host.comments().get(0).body()).contains("1 new file, 1 error");
        }
    }

    @Test
    void saysSoAndKeepsTheStatusWhereTheTokenMayNotWrite() throws Exception {
        write(clone.resolve("db/V2__index.sql"), BAD);
        try (CodeHost host = CodeHost.start(CodeHost.Kind.GITHUB)) {
            host.becomeReadOnly();

            ReviewScript run = ReviewScript.run(clone, github(host));

            assertThat(run.status()).as(run.log()).isEqualTo(1);
            assertThat(run.log())
                    .contains("::warning title=sonde review::the comment was not written: the token may not write"
                            + " comments (HTTP 403, Resource not accessible by integration), as is usual for a request"
                            + " from a fork; the review is in the summary of this step");
            assertThat(host.comments()).isEmpty();
        }
        assertThat(Files.readString(folder.resolve("summary"))).contains("create-index-blocking");
    }

    @Test
    void writesNothingToARequestWithoutMigrations() throws Exception {
        try (CodeHost host = CodeHost.start(CodeHost.Kind.GITHUB)) {
            ReviewScript run = ReviewScript.run(clone, github(host));

            assertThat(run.status()).as(run.log()).isZero();
            assertThat(host.writes()).isEmpty();
        }
    }

    @Test
    void keepsANoteOfAMergeRequestUpToDate() throws Exception {
        write(clone.resolve("db/V2__index.sql"), BAD);
        try (CodeHost host = CodeHost.start(CodeHost.Kind.GITLAB)) {
            host.add("77", MARKER + "not written by the job");

            ReviewScript first = ReviewScript.run(clone, gitlab(host));
            write(clone.resolve("db/V2__index.sql"), "select 1;\n");
            ReviewScript second = ReviewScript.run(clone, gitlab(host));

            assertThat(first.status()).as(first.log()).isEqualTo(1);
            assertThat(first.log()).contains("db/V2__index.sql:1: error create-index-blocking");
            assertThat(second.status()).as(second.log()).isZero();
            assertThat(host.writes())
                    .containsExactly(
                            "POST /projects/42/merge_requests/7/notes", "PUT /projects/42/merge_requests/7/notes/102");
            assertThat(host.comments().get(1).body()).startsWith(MARKER + "**Sonde review: 1 new file, 0 errors");
        }
        assertThat(clone.resolve("sonde-review/gitlab.json")).exists();
        assertThat(clone.resolve("sonde-review/junit.xml")).exists();
    }

    @Test
    void reviewsAMergeRequestWithoutAToken() throws Exception {
        try (CodeHost host = CodeHost.start(CodeHost.Kind.GITLAB)) {
            Map<String, String> environment = gitlab(host);
            environment.remove("SONDE_REVIEW_TOKEN");

            ReviewScript run = ReviewScript.run(clone, environment);

            assertThat(run.status()).as(run.log()).isZero();
            assertThat(run.log())
                    .contains("Sonde review: 0 new files")
                    .contains("sonde: warning: no comment is written without SONDE_REVIEW_TOKEN");
        }
    }

    /** A migration is run, and may start programs as the server's user. */
    @Test
    void givesTheTokenToNoMigration() throws Exception {
        Path seen = folder.resolve("seen");
        write(clone.resolve("db/V2__env.sql"), "copy (select 1) to program 'env > " + seen + "';\n");
        try (CodeHost host = CodeHost.start(CodeHost.Kind.GITHUB)) {
            ReviewScript run = ReviewScript.run(clone, github(host));

            assertThat(host.comments()).as(run.log()).hasSize(1);
        }
        assertThat(seen).content().contains("PATH=").doesNotContain(CodeHost.TOKEN);
    }

    @Test
    void takesWhatABranchNamesForNothingButNames() throws Exception {
        String hostile = "db/$(touch pwned) `touch pwned`\"; touch pwned; \"' -->";
        write(clone.resolve(hostile).resolve("V1__$(touch pwned).sql"), BAD);
        try (CodeHost host = CodeHost.start(CodeHost.Kind.GITHUB)) {
            Map<String, String> environment = github(host);
            environment.put("SONDE_REVIEW_MIGRATIONS", hostile);
            ReviewScript named = ReviewScript.run(clone, environment);
            environment.put("SONDE_REVIEW_MIGRATIONS", "--help");
            ReviewScript option = ReviewScript.run(clone, environment);
            environment.put("SONDE_REVIEW_MIGRATIONS", "db");
            environment.put("GITHUB_BASE_REF", "main$(touch pwned)");
            ReviewScript base = ReviewScript.run(clone, environment);

            assertThat(named.status()).as(named.log()).isEqualTo(1);
            assertThat(host.comments()).hasSize(1);
            assertThat(host.comments().get(0).body().lines().findFirst())
                    .hasValue("<!-- sonde:review 1 db/__touch_pwned___touch_pwned____touch_pwned_____--_ -->");
            assertThat(option.status()).as(option.log()).isEqualTo(2);
            assertThat(option.log()).contains("sonde: --help: no such folder");
            assertThat(base.status()).as(base.log()).isEqualTo(2);
            assertThat(base.log()).contains("sonde: --base origin/main$(touch pwned): no such branch or commit here");
        }
        assertThat(clone.resolve("pwned")).doesNotExist();
    }

    @Test
    void runsAsTheActionsMetadataSays() throws Exception {
        write(clone.resolve("src/main/resources/db/migration/V2__index.sql"), BAD);
        try (CodeHost host = CodeHost.start(CodeHost.Kind.GITHUB)) {
            BuildServerFiles.Job step = BuildServerFiles.actionStep(
                    Map.of("github.token", CodeHost.TOKEN, "inputs.fail-on", "never", "inputs.base", "origin/feature"));
            Map<String, String> environment = github(host);
            environment.keySet().removeIf(name -> name.startsWith("SONDE_"));
            environment.putAll(step.environment());
            environment.put(
                    "GITHUB_ACTION_PATH",
                    builtClone().resolve(".github/actions/review").toString());

            ReviewScript run = ReviewScript.bash(clone, step.lines(), environment);

            assertThat(run.status()).as(run.log()).isZero();
            assertThat(run.log()).contains("::error file=src/main/resources/db/migration/V2__index.sql");
            assertThat(host.comments().get(0).body())
                    .startsWith("<!-- sonde:review 1 src/main/resources/db/migration -->\n");
        }
    }

    @Test
    void runsAsTheTemplateSays() throws Exception {
        write(clone.resolve("src/main/resources/db/migration/V2__index.sql"), BAD);
        try (CodeHost host = CodeHost.start(CodeHost.Kind.GITLAB)) {
            BuildServerFiles.Job job = BuildServerFiles.templateJob();
            Map<String, String> environment = gitlab(host);
            environment
                    .keySet()
                    .removeAll(List.of("SONDE_REVIEW_JAR", "SONDE_REVIEW_MIGRATIONS", "SONDE_REVIEW_RESULTS"));
            environment.putAll(job.environment());

            ReviewScript unset = ReviewScript.bash(clone, job.lines(), environment);
            environment.put("SONDE_REVIEW_HOME", builtClone().toString());
            ReviewScript run = ReviewScript.bash(clone, job.lines(), environment);

            assertThat(unset.status()).isNotZero();
            assertThat(unset.log()).contains("SONDE_REVIEW_REPOSITORY: is not set: the git URL of Sonde");
            assertThat(run.status()).as(run.log()).isEqualTo(1);
            assertThat(host.comments()).hasSize(1);
        }
        assertThat(clone.resolve("sonde-review/gitlab.json")).content().contains("migration-fails");
        assertThat(clone.resolve("sonde-review/junit.xml")).content().contains("<failure");
    }

    /** As root in a container that forbids user name spaces, which a failing unshare stands for. */
    @Test
    @EnabledIf("isRootAndNobodyCanReadTheBuild")
    void runsAsNobodyWhereRootCannotStartPostgres() throws Exception {
        write(clone.resolve("db/V2__index.sql"), BAD);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path unshare = folder.resolve("bin/unshare");
        write(unshare, "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(unshare, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (CodeHost host = CodeHost.start(CodeHost.Kind.GITLAB)) {
            Map<String, String> environment = gitlab(host);
            environment.put("PATH", unshare.getParent() + ":" + System.getenv("PATH"));

            ReviewScript run = ReviewScript.run(clone, environment);

            assertThat(run.status()).as(run.log()).isEqualTo(1);
            assertThat(run.log()).contains("db/V2__index.sql:1: error create-index-blocking");
            assertThat(host.comments()).hasSize(1);
        }
        assertThat(Files.getAttribute(clone.resolve("sonde-review/review.json"), "unix:uid"))
                .isEqualTo(65_534);
    }

    static boolean isRootAndNobodyCanReadTheBuild() throws IOException, InterruptedException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)
                && new ProcessBuilder("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "test", "-r", JAR)
                                .start()
                                .waitFor()
                        == 0;
    }

    @Test
    void tellsThatTheJarIsMissing() throws Exception {
        try (CodeHost host = CodeHost.start(CodeHost.Kind.GITHUB)) {
            Map<String, String> environment = github(host);
            environment.put("SONDE_REVIEW_JAR", "nowhere/sonde-cli.jar");

            ReviewScript run = ReviewScript.run(clone, environment);

            assertThat(run.status()).isEqualTo(2);
            assertThat(run.log()).contains("sonde: nowhere/sonde-cli.jar: no such file");
            assertThat(host.writes()).isEmpty();
        }
    }

    /** What the launcher takes for a repository that is built: all it looks at is there, and nothing is newer. */
    private Path builtClone() throws IOException {
        Path home = folder.resolve("sonde");
        Path root = ReviewScript.root();
        for (String folder :
                List.of("profiler", "migrations", "sample-workloads/agents/target", "advisor/cli/target")) {
            Files.createDirectories(home.resolve(folder));
        }
        Files.createDirectories(home.resolve(".github/actions/review"));
        for (String file : List.of("sonde", "pom.xml", ".github/actions/review/review.sh")) {
            Files.copy(root.resolve(file), home.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.writeString(home.resolve("sample-workloads/agents/target/agents.jar"), "not asked for by a review");
        for (String file : BUILT) {
            Files.createSymbolicLink(
                    home.resolve("advisor/cli/target").resolve(file),
                    root.resolve("advisor/cli/target").resolve(file));
        }
        Files.writeString(home.resolve("advisor/cli/target/.built"), "");
        return home;
    }

    private Map<String, String> github(CodeHost host) throws IOException {
        Map<String, String> environment = new HashMap<>(common());
        Path event = folder.resolve("event.json");
        Files.writeString(event, "{\"pull_request\":{\"number\":7}}");
        environment.putAll(Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_API_URL", host.url(),
                "GITHUB_REPOSITORY", "acme/shop",
                "GITHUB_EVENT_PATH", event.toString(),
                "GITHUB_BASE_REF", "main",
                "GITHUB_STEP_SUMMARY", folder.resolve("summary").toString(),
                "GITHUB_OUTPUT", folder.resolve("output").toString(),
                "RUNNER_TEMP", folder.toString()));
        return environment;
    }

    private static Map<String, String> gitlab(CodeHost host) {
        Map<String, String> environment = new HashMap<>(common());
        environment.putAll(Map.of(
                "GITLAB_CI", "true",
                "CI_API_V4_URL", host.url(),
                "CI_MERGE_REQUEST_IID", "7",
                "CI_MERGE_REQUEST_PROJECT_ID", "42",
                "CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "42",
                "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main",
                "SONDE_REVIEW_RESULTS", "sonde-review"));
        return environment;
    }

    private static Map<String, String> common() {
        return Map.of("SONDE_REVIEW_JAR", JAR, "SONDE_REVIEW_MIGRATIONS", "db", "SONDE_REVIEW_TOKEN", CodeHost.TOKEN);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "git", "-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = process.inputReader().lines().collect(Collectors.joining("\n"));
        assertThat(process.waitFor()).as(output).isZero();
    }
}
