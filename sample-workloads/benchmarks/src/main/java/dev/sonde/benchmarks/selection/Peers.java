package dev.sonde.benchmarks.selection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sonde.benchmarks.process.ChildProcess;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Asks other selection algorithms for their sets, on the same server and statements. They are those of a public
 * repository, which the user has checked out somewhere.
 */
final class Peers {

    static final String REPOSITORY = "hyrise/index_selection_evaluation";

    private static final Pattern ANSWER = Pattern.compile("^(\\{.*})$");
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final double ANYTIME_MINUTES = 2;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path repository;

    Peers(Path repository) {
        this.repository = repository;
    }

    /** One algorithm with one budget. */
    record Run(String algorithm, int width, long megabytes) {}

    /**
     * What it chose.
     *
     * @param calls planner calls
     */
    record Answer(Run run, List<IndexDefinition> set, long calls, double seconds) {}

    /**
     * The sets of those that could answer.
     *
     * @param section is told of those that could not
     */
    List<Answer> ask(
            Section section,
            TpchServer server,
            CatalogSnapshot snapshot,
            List<String> statements,
            List<Run> runs,
            Consumer<String> progress)
            throws IOException {
        Path script = Files.createTempFile("peers", ".py");
        try (InputStream text = Peers.class.getResourceAsStream("peers.py")) {
            if (text == null) {
                throw new IllegalStateException("peers.py is not in the jar");
            }
            Files.copy(text, script, StandardCopyOption.REPLACE_EXISTING);
            try (ChildProcess process = ChildProcess.start(
                    "peers",
                    List.of("/usr/bin/python3", script.toString(), repository.toString()),
                    Map.of("PYTHONDONTWRITEBYTECODE", "1"))) {
                process.tell(request(server, snapshot, statements, runs));
                List<Answer> answers = new ArrayList<>();
                for (Run run : runs) {
                    JsonNode answer =
                            JSON.readTree(process.await(ANSWER, PATIENCE).group(1));
                    if (answer.has("failure")) {
                        section.paragraph(
                                "No answer: " + run.algorithm() + ", " + run.width() + " columns, " + run.megabytes()
                                        + " MB: " + answer.get("failure").asText() + ".");
                        continue;
                    }
                    answers.add(new Answer(
                            run,
                            indexes(answer.get("indexes")),
                            answer.get("calls").asLong(),
                            answer.get("seconds").asDouble()));
                    progress.accept("selection: " + run + " in " + answer.get("seconds") + " s");
                }
                return answers;
            }
        } finally {
            Files.delete(script);
        }
    }

    private static String request(TpchServer server, CatalogSnapshot snapshot, List<String> statements, List<Run> runs)
            throws IOException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        for (TableSnapshot table : snapshot.tables()) {
            tables.put(
                    table.name().name(),
                    table.columns().stream().map(TableSnapshot.Column::name).toList());
        }
        List<Map<String, Object>> asked = new ArrayList<>();
        for (Run run : runs) {
            asked.add(Map.of(
                    "algorithm", run.algorithm(),
                    "width", run.width(),
                    "megabytes", run.megabytes(),
                    "minutes", ANYTIME_MINUTES));
        }
        return JSON.writeValueAsString(
                Map.of("address", server.address(), "tables", tables, "statements", statements, "runs", asked));
    }

    private static List<IndexDefinition> indexes(JsonNode chosen) {
        List<IndexDefinition> set = new ArrayList<>();
        for (JsonNode index : chosen) {
            List<String> columns = new ArrayList<>();
            index.get("columns").forEach(column -> columns.add(column.asText()));
            set.add(IndexDefinition.btree(
                    new QualifiedName("public", index.get("table").asText()), columns.toArray(String[]::new)));
        }
        return set;
    }
}
