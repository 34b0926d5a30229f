package dev.sonde.migrations.project;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** YAML as Spring flattens it: levels joined by dots, lists of plain values joined by commas. */
final class YamlFile {

    private static final int MAX_DEPTH = 30;

    // Maven replaces @name@ when it packs the file; before that it is no YAML.
    private static final Pattern FILTERED = Pattern.compile("@([\\w.-]+)@");

    private YamlFile() {}

    /** The entries in order; what is no YAML gives those before it and goes to {@code problems}. */
    static List<ConfigEntry> read(String text, List<String> problems) {
        List<ConfigEntry> entries = new ArrayList<>();
        LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
        int document = 0;
        try {
            for (Node root : new Compose(settings)
                    .composeAllFromString(FILTERED.matcher(text).replaceAll("_$1_"))) {
                flatten("", root, document, 0, entries);
                document++;
            }
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> "line " + (mark.getLine() + 1) + ": ")
                    .orElse("");
            problems.add(
                    line + String.valueOf(e.getProblem()).lines().findFirst().orElse("no YAML"));
        } catch (YamlEngineException e) {
            problems.add(String.valueOf(e.getMessage()).lines().findFirst().orElse("no YAML"));
        }
        return entries;
    }

    private static void flatten(String key, Node node, int document, int depth, List<ConfigEntry> entries) {
        // An anchor may hold itself.
        if (depth > MAX_DEPTH) {
            return;
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name) {
                    String child = key.isEmpty() ? name.getValue() : key + "." + name.getValue();
                    flatten(child, tuple.getValueNode(), document, depth + 1, entries);
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            StringJoiner values = new StringJoiner(",");
            for (Node item : sequence.getValue()) {
                if (item instanceof ScalarNode scalar) {
                    values.add(scalar.getValue());
                }
            }
            entries.add(new ConfigEntry(key, values.toString(), line(node), document));
        } else if (node instanceof ScalarNode scalar) {
            entries.add(new ConfigEntry(key, scalar.getValue(), line(node), document));
        }
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
