package dev.sonde.engine.rewrite;

import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.capture.sql.BindColumn;
import dev.sonde.capture.sql.BindColumns;
import dev.sonde.capture.sql.SqlTokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Values to run a loop with: those the capture kept, else those of the clone's columns that have the captured hashes,
 * else any of those columns.
 *
 * @param keys different ones
 * @param constants the other parameters' values by position
 */
record LoopValues(List<String> keys, String keySource, Map<Integer, String> constants, String constantSource) {

    /** No value for a parameter. */
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message);
        }
    }

    private static final int MAX_VALUES = 100_000;
    private static final int MAX_SMALL = 10_000;
    private static final String RECOGNISED = "recognised by their hashes";

    static LoopValues of(Connection connection, CapturedLoop loop) throws SQLException, Missing {
        return new Search(connection, loop).run();
    }

    private static final class Search {
        private final Connection connection;
        private final CapturedLoop loop;
        private final BindColumns columns;
        private final Set<Integer> positions = new TreeSet<>();
        private final Set<String> constantSources = new LinkedHashSet<>();

        Search(Connection connection, CapturedLoop loop) {
            this.connection = connection;
            this.loop = loop;
            columns = BindColumns.of(loop.sql());
            SqlTokens tokens = SqlTokens.of(loop.sql());
            for (int i = 0; i < tokens.size(); i++) {
                if (tokens.parameter(i) > 0 && tokens.parameter(i) != loop.key()) {
                    positions.add(tokens.parameter(i));
                }
            }
        }

        LoopValues run() throws SQLException, Missing {
            Map<Integer, String> constants = new TreeMap<>();
            Optional<Map<Integer, String>> kept = loop.values().stream()
                    .filter(sample -> sample.keySet().containsAll(positions))
                    .findFirst();
            for (int position : positions) {
                if (kept.isPresent()) {
                    constants.put(position, kept.get().get(position));
                    constantSources.add("kept in the capture");
                } else {
                    constants.put(position, constant(position));
                }
            }
            Set<String> keptKeys = keptKeys(kept.isPresent() ? constants : Map.of());
            String sources = String.join(", ", constantSources);
            if (keptKeys.size() >= 2) {
                return new LoopValues(limited(keptKeys), "kept in the capture", constants, sources);
            }
            return keysOfClone(constants, sources);
        }

        private Set<String> keptKeys(Map<Integer, String> constants) {
            Set<String> keys = new LinkedHashSet<>();
            for (Map<Integer, String> sample : loop.values()) {
                String key = sample.get(loop.key());
                if (key != null && sample.entrySet().containsAll(constants.entrySet())) {
                    keys.add(key);
                }
            }
            return keys;
        }

        private List<String> limited(Set<String> keys) {
            return keys.stream().limit(loop.keys()).toList();
        }

        private String constant(int position) throws SQLException, Missing {
            Set<Integer> hashes = hashes(position);
            Optional<CloneColumn> column = column(position);
            if (column.isPresent()) {
                for (String value : column.get().values(connection, MAX_VALUES)) {
                    if (matches(hashes, value, column.get().type())) {
                        constantSources.add(RECOGNISED);
                        return value;
                    }
                }
            }
            Optional<String> small = smallValue(hashes);
            if (small.isPresent()) {
                constantSources.add(RECOGNISED);
                return small.get();
            }
            if (column.isEmpty()) {
                throw new Missing("the value of $" + position + " is not known: it is compared with no column by name;"
                        + " capture with binds=values to have it");
            }
            constantSources.add("the most common of " + column.get().name() + " on the clone");
            return column.get()
                    .mostCommon(connection)
                    .orElseThrow(() -> new Missing(column.get().name() + " has no values on the clone"));
        }

        /** Limits, flags, literals of the text: whatever is short enough to be tried. */
        private Optional<String> smallValue(Set<Integer> hashes) {
            for (int value = 0; value <= MAX_SMALL; value++) {
                if (matches(hashes, Integer.toString(value), "integer")) {
                    return Optional.of(Integer.toString(value));
                }
            }
            for (String flag : List.of("true", "false")) {
                if (matches(hashes, flag, "boolean")) {
                    return Optional.of(flag);
                }
            }
            for (char c = ' '; c <= '~'; c++) {
                if (matches(hashes, String.valueOf(c), "text")) {
                    return Optional.of(String.valueOf(c));
                }
            }
            return matches(hashes, "", "text") ? Optional.of("") : Optional.empty();
        }

        private LoopValues keysOfClone(Map<Integer, String> constants, String sources) throws SQLException, Missing {
            Optional<CloneColumn> own = column(loop.key());
            Optional<CloneColumn> source = parentColumn();
            if (source.isEmpty() && own.isPresent()) {
                source = own.get().referenced(connection);
            }
            if (source.isEmpty()) {
                source = own;
            }
            if (source.isEmpty()) {
                throw new Missing("no column of the clone is known to hold the keys; capture with binds=values");
            }
            CloneColumn column = source.get();
            Set<Integer> hashes = hashes(loop.key());
            List<String> values = column.values(connection, hashes.isEmpty() ? loop.keys() : MAX_VALUES);
            List<String> recognised = new ArrayList<>();
            for (String value : values) {
                if (recognised.size() < loop.keys() && matches(hashes, value, column.type())) {
                    recognised.add(value);
                }
            }
            if (recognised.size() >= 2) {
                return new LoopValues(
                        recognised, "values of " + column.name() + " recognised by their hashes", constants, sources);
            }
            if (values.isEmpty()) {
                throw new Missing(column.name() + " has no values on the clone");
            }
            return new LoopValues(
                    values.subList(0, Math.min(values.size(), loop.keys())),
                    "any values of " + column.name() + " on the clone",
                    constants,
                    sources);
        }

        private Optional<CloneColumn> column(int position) throws SQLException {
            List<BindColumn> candidates = columns.of(position);
            if (candidates.isEmpty() || candidates.get(0).table().isEmpty()) {
                return Optional.empty();
            }
            return CloneColumn.find(
                    connection, candidates.get(0).table(), candidates.get(0).name());
        }

        /** The parent's key column, if the parent query reads one table. */
        private Optional<CloneColumn> parentColumn() throws SQLException {
            String parent = loop.parentSql();
            String column = loop.parentColumn();
            if (parent == null || column == null) {
                return Optional.empty();
            }
            SqlTokens tokens = SqlTokens.of(parent);
            String table = "";
            for (int i = 0; i < tokens.size(); i++) {
                boolean from =
                        tokens.word(i).equals("from") && !tokens.word(i - 1).equals("distinct");
                if (tokens.word(i).equals("join") || (from && !table.isEmpty())) {
                    return Optional.empty();
                }
                if (from && tokens.isName(i + 1)) {
                    int name = i + 1;
                    while (tokens.is(name + 1, ".")) {
                        name += 2;
                    }
                    table = tokens.name(name);
                }
            }
            return CloneColumn.find(connection, table, column);
        }

        private Set<Integer> hashes(int position) {
            Set<Integer> hashes = new HashSet<>();
            for (List<@Nullable Integer> binds : loop.hashes()) {
                Integer hash = position <= binds.size() ? binds.get(position - 1) : null;
                if (hash != null) {
                    hashes.add(hash);
                }
            }
            return hashes;
        }

        private boolean matches(Set<Integer> hashes, String value, String type) {
            ValueHasher hasher = loop.hasher();
            return hasher != null && hashes.contains(hasher.hashText(value, type));
        }
    }
}
