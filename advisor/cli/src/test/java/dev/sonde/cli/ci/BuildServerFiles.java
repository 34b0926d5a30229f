package dev.sonde.cli.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The action's metadata and the template, as the build servers read them. */
final class BuildServerFiles {

    static final Path ROOT = ReviewScript.root();

    /** Lines of a shell and the environment they run in. */
    record Job(String lines, Map<String, String> environment) {}

    private BuildServerFiles() {}

    static Map<String, Object> action() throws IOException {
        return yaml(ROOT.resolve(".github/actions/review/action.yml"));
    }

    static Map<String, Object> template() throws IOException {
        return map(yaml(ROOT.resolve(".gitlab/review.yml")), "sonde-review");
    }

    /**
     * The step of the action that runs the script.
     *
     * @param context values of expressions, over the defaults of the inputs
     */
    static Job actionStep(Map<String, String> context) throws IOException {
        Map<String, Object> action = action();
        Map<String, String> values = new TreeMap<>();
        map(action, "inputs")
                .forEach((name, input) -> values.put(
                        "inputs." + name,
                        evaluated(checked(input).get("default").toString(), context)));
        values.putAll(context);
        Map<String, Object> step = steps(action).stream()
                .filter(each -> each.containsKey("run"))
                .findFirst()
                .orElseThrow();
        Map<String, String> environment = new TreeMap<>();
        map(step, "env").forEach((name, value) -> environment.put(name, evaluated(value.toString(), values)));
        return new Job(step.get("run").toString(), environment);
    }

    /** What the job of the template runs: a runner joins both lists into one script. */
    static Job templateJob() throws IOException {
        Map<String, Object> job = template();
        List<String> lines = new ArrayList<>();
        for (String part : List.of("before_script", "script")) {
            ((List<?>) job.get(part)).forEach(line -> lines.add(line.toString()));
        }
        Map<String, String> environment = new TreeMap<>();
        map(job, "variables").forEach((name, value) -> environment.put(name, value.toString()));
        return new Job(String.join("\n", lines), environment);
    }

    private static String evaluated(String text, Map<String, String> values) {
        return Pattern.compile("\\$\\{\\{ (\\S+) }}")
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(values.get(match.group(1))));
    }

    static List<Map<String, Object>> steps(Map<String, Object> action) {
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Object step : (List<?>) map(action, "runs").get("steps")) {
            steps.add(checked(step));
        }
        return steps;
    }

    static Set<String> keys(Object map) {
        return checked(map).keySet();
    }

    static Map<String, Object> map(Map<String, Object> parent, String key) {
        return checked(parent.get(key));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> checked(Object value) {
        assertThat(value).isInstanceOf(Map.class);
        return (Map<String, Object>) value;
    }

    static Map<String, Object> yaml(Path file) throws IOException {
        return checked(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    }
}
