package dev.sonde.cli.ci;

import static dev.sonde.cli.ci.BuildServerFiles.ROOT;
import static dev.sonde.cli.ci.BuildServerFiles.action;
import static dev.sonde.cli.ci.BuildServerFiles.checked;
import static dev.sonde.cli.ci.BuildServerFiles.keys;
import static dev.sonde.cli.ci.BuildServerFiles.map;
import static dev.sonde.cli.ci.BuildServerFiles.steps;
import static dev.sonde.cli.ci.BuildServerFiles.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The action's metadata and the template, against what GitHub and GitLab take and what the script reads. */
class BuildServerFilesTest {

    private static final Path ACTION = ROOT.resolve(".github/actions/review");

    @Test
    void theActionIsOneThatGitHubTakes() throws Exception {
        Map<String, Object> action = action();

        assertThat(action.keySet()).containsExactly("name", "description", "inputs", "outputs", "runs");
        assertThat(map(action, "inputs").values()).allSatisfy(input -> {
            assertThat(keys(input)).isSubsetOf("description", "required", "default", "deprecationMessage");
            assertThat(keys(input)).contains("description", "default");
            assertThat(checked(input).get("default")).isInstanceOf(String.class);
        });
        assertThat(map(action, "outputs").values())
                .allSatisfy(output -> assertThat(keys(output)).containsExactlyInAnyOrder("description", "value"));
        assertThat(map(action, "runs")).containsOnlyKeys("using", "steps").containsEntry("using", "composite");
        assertThat(steps(action)).allSatisfy(step -> {
            assertThat(step.keySet())
                    .isSubsetOf(Set.of(
                            "run",
                            "shell",
                            "if",
                            "name",
                            "id",
                            "env",
                            "working-directory",
                            "uses",
                            "with",
                            "continue-on-error"));
            assertThat(step.containsKey("uses")).isNotEqualTo(step.containsKey("run"));
            assertThat(step.containsKey("shell")).isEqualTo(step.containsKey("run"));
        });
    }

    @Test
    void theActionUsesEachOfItsInputsAndNoOther() throws Exception {
        Map<String, Object> action = action();
        String text = Files.readString(ACTION.resolve("action.yml"));

        assertThat(found("\\binputs\\.([a-z-]+)", text))
                .isEqualTo(map(action, "inputs").keySet());
    }

    @Test
    void theActionGivesEachOutputThatTheScriptWrites() throws Exception {
        Map<String, Object> action = action();
        String text = Files.readString(ACTION.resolve("action.yml"));

        assertThat(found("steps\\.review\\.outputs\\.([a-z]+)", text))
                .isEqualTo(map(action, "outputs").keySet());
        assertThat(script())
                .contains(map(action, "outputs").keySet().stream()
                        .map(name -> name.equals("status") ? "status \"$status\"" : name + " \"$results/review.")
                        .toList());
    }

    /** What a user sets reaches the script as environment, where no shell takes it for a command. */
    @Test
    void noScriptIsPutTogetherFromInputs() throws Exception {
        Map<String, Object> action = action();

        assertThat(steps(action).stream().map(step -> String.valueOf(step.get("run"))))
                .noneMatch(run -> run.contains("${{"));
    }

    @Test
    void theScriptReadsWhatTheActionAndTheTemplateSet() throws Exception {
        String template = Files.readString(ROOT.resolve(".gitlab/review.yml"));
        Set<String> read = found("SONDE_REVIEW_([A-Z_]+)", script());
        Set<String> set = found("(?m)^ +SONDE_REVIEW_([A-Z_]+):", Files.readString(ACTION.resolve("action.yml")));

        Set<String> known = new TreeSet<>(set);
        known.add("RESULTS"); // the template's alone
        assertThat(read).isEqualTo(known);
        assertThat(found("(?m)^ +SONDE_REVIEW_([A-Z_]+):", template)).isSubsetOf(read);
    }

    @Test
    void theTemplateKeepsTheFilesThatTheScriptWrites() throws Exception {
        Map<String, Object> job = template();

        assertThat(job.keySet())
                .containsExactlyInAnyOrder(
                        "stage", "image", "rules", "variables", "before_script", "script", "artifacts");
        Map<String, Object> reports = map(map(job, "artifacts"), "reports");
        assertThat(reports).containsOnlyKeys("codequality", "junit");
        String results = map(job, "variables").get("SONDE_REVIEW_RESULTS").toString();
        for (Object report : reports.values()) {
            assertThat(report.toString()).startsWith(results + "/");
            assertThat(script()).contains("=$results/" + report.toString().substring(results.length() + 1));
        }
        assertThat(job.get("script").toString()).contains(".github/actions/review/review.sh");
    }

    @Test
    void theDocumentationNamesEachInputAndVariable() throws Exception {
        String page = Files.readString(ROOT.resolve("docs/ci.md"));

        assertThat(map(action(), "inputs").keySet())
                .allSatisfy(input -> assertThat(page).contains("| `" + input + "`"));
        assertThat(found("SONDE_REVIEW_([A-Z_]+)", script() + Files.readString(ROOT.resolve(".gitlab/review.yml"))))
                .allSatisfy(name -> assertThat(page).contains("`SONDE_REVIEW_" + name + "`"));
    }

    @Test
    void shellcheckFindsNothingInTheScript() throws Exception {
        assumeTrue(
                ReviewScript.installed("shellcheck"), "skipped: no shellcheck on the PATH; apt-get install shellcheck");
        Process process = new ProcessBuilder(
                        "shellcheck",
                        "--enable=quote-safe-variables",
                        ACTION.resolve("review.sh").toString())
                .redirectErrorStream(true)
                .start();
        String output = process.inputReader().lines().collect(Collectors.joining("\n"));

        assertThat(process.waitFor()).as(output).isZero();
    }

    private static String script() throws IOException {
        return Files.readString(ACTION.resolve("review.sh"));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
