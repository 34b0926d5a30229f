package dev.sonde.migrations.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.sonde.engine.AdvisorException;
import dev.sonde.migrations.review.ProjectSuppressions.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@code sonde.toml} at the root of a repository. Nothing in it is passed over: a key that is not known is an error, with
 * its line. The parser gives a tree without places, so lines are looked up in the text.
 */
public final class SondeToml {

    /** Name of the file. */
    public static final String NAME = "sonde.toml";

    private static final String SUPPRESS = "suppress";
    private static final Set<String> KEYS = new TreeSet<>(Set.of("rule", "file", "reason", "statement", "expires"));
    private static final Pattern HEADER = Pattern.compile("\\s*\\[\\[\\s*[\"']?" + SUPPRESS + "[\"']?\\s*]].*");

    private final Path path;
    private final List<String> lines;
    private final LocalDate today;

    private SondeToml(Path path, String text, LocalDate today) {
        this.path = path;
        this.lines = text.lines().toList();
        this.today = today;
    }

    /**
     * Reads the file of a folder, if there is one.
     *
     * @throws AdvisorException if it holds something else than suppressions
     */
    public static ProjectSuppressions suppressions(Path root, LocalDate today) throws IOException {
        Path path = root.resolve(NAME);
        if (!Files.isRegularFile(path)) {
            return ProjectSuppressions.none();
        }
        // What is no UTF-8 becomes replacement characters, which are in no name of a rule or a file
        String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        return new SondeToml(path, text, today).read(text);
    }

    private ProjectSuppressions read(String text) {
        JsonNode root = tree(text);
        for (String key : keys(root)) {
            if (!key.equals(SUPPRESS)) {
                throw bad(line(key, 1, lines.size()), "unknown key " + key + ": known is [[" + SUPPRESS + "]]");
            }
        }
        JsonNode tables = root.path(SUPPRESS);
        if (!tables.isMissingNode() && !tables.isArray()) {
            throw bad(line(SUPPRESS, 1, lines.size()), "write [[" + SUPPRESS + "]], once for each suppression");
        }
        List<Integer> headers = headers();
        boolean placed = headers.size() == tables.size();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            // In a form without headers, such as a list on one line, the place is that of the whole
            int from = placed ? headers.get(i) : line(SUPPRESS, 1, lines.size());
            int to = placed && i + 1 < headers.size() ? headers.get(i + 1) - 1 : lines.size();
            entries.add(entry(tables.get(i), from, to));
        }
        return new ProjectSuppressions(entries, today);
    }

    private JsonNode tree(String text) {
        try {
            return new TomlMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw bad(e.getLocation() == null ? 1 : e.getLocation().getLineNr(), "no TOML: " + e.getOriginalMessage());
        } catch (RuntimeException e) {
            // The parser of TOML does not wrap all failures of the numbers and dates it reads
            throw bad(1, "no TOML: " + e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException("a text is not read from anywhere", e);
        }
    }

    private Entry entry(JsonNode table, int from, int to) {
        if (!table.isObject()) {
            throw bad(from, "write [[" + SUPPRESS + "]], once for each suppression");
        }
        for (String key : keys(table)) {
            if (!KEYS.contains(key)) {
                throw bad(line(key, from, to), "unknown key " + key + ": known are " + String.join(", ", KEYS));
            }
            if (!table.get(key).isTextual()) {
                throw bad(
                        line(key, from, to),
                        key + " is a text between quotes" + (key.equals("expires") ? ", or a date" : ""));
            }
        }
        for (String key : List.of("rule", "file")) {
            if (text(table, key).isEmpty()) {
                throw bad(from, key + " is missing");
            }
        }
        String file = text(table, "file");
        return new Entry(
                text(table, "rule"),
                file,
                matcher(file, line("file", from, to)),
                text(table, "reason"),
                text(table, "statement"),
                expires(text(table, "expires"), line("expires", from, to)),
                from);
    }

    private PathMatcher matcher(String glob, int line) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException e) {
            throw bad(line, "file is no pattern of a path: " + e.getDescription());
        }
    }

    private Optional<LocalDate> expires(String text, int line) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            throw bad(line, "expires is no date such as 2027-12-31: " + text);
        }
    }

    private static String text(JsonNode table, String key) {
        return table.path(key).asText("").strip();
    }

    private static List<String> keys(JsonNode table) {
        List<String> keys = new ArrayList<>();
        table.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private List<Integer> headers() {
        List<Integer> headers = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (HEADER.matcher(lines.get(i)).matches()) {
                headers.add(i + 1);
            }
        }
        return headers;
    }

    /** The first line in a range that begins with a key or its table, else the first of the range. */
    private int line(String key, int from, int to) {
        Pattern start = Pattern.compile("\\s*\\[*\\s*[\"']?" + Pattern.quote(key) + "[\"']?\\s*[=.\\]].*");
        for (int i = from; i <= to; i++) {
            if (start.matcher(lines.get(i - 1)).matches()) {
                return i;
            }
        }
        return from;
    }

    private AdvisorException bad(int line, String problem) {
        return AdvisorException.badInput(path + ":" + line + ": " + problem, null);
    }
}
