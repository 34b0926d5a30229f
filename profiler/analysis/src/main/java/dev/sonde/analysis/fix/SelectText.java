package dev.sonde.analysis.fix;

import dev.sonde.capture.sql.SqlTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A query cut into its clauses. The words at which it is cut are reserved in PostgreSQL, so that outside of brackets
 * they can be nothing else.
 */
final class SelectText {
    private static final Set<String> CLAUSES = Set.of(
            "from",
            "where",
            "group",
            "having",
            "window",
            "union",
            "intersect",
            "except",
            "order",
            "limit",
            "offset",
            "fetch",
            "for");

    final SqlTokens tokens;
    private final Map<String, Integer> starts = new TreeMap<>();
    private final boolean plainSelect;

    SelectText(SqlTokens tokens) {
        this.tokens = tokens;
        plainSelect = tokens.word(0).equals("select");
        for (int i = 1; i < tokens.size(); i++) {
            String word = tokens.depth(i) == 0 ? tokens.word(i) : "";
            if (CLAUSES.contains(word) && !tokens.is(i - 1, ".") && !isDistinctFrom(i) && !isAliasBehindAs(i)) {
                starts.putIfAbsent(word, i);
            }
        }
    }

    // a is not distinct from b
    private boolean isDistinctFrom(int i) {
        return tokens.word(i).equals("from")
                && tokens.word(i - 1).equals("distinct")
                && (tokens.word(i - 2).equals("is") || tokens.word(i - 2).equals("not"));
    }

    // select a as "from" needs quotes, select a as limit does not
    private boolean isAliasBehindAs(int i) {
        return tokens.word(i - 1).equals("as");
    }

    /** Whether it is one SELECT with a FROM, without common table expressions and set operations. */
    boolean isSingle() {
        return plainSelect && has("from") && !has("union") && !has("intersect") && !has("except");
    }

    boolean has(String clause) {
        return starts.containsKey(clause);
    }

    /** Index of the word that begins a clause. */
    int start(String clause) {
        return starts.getOrDefault(clause, -1);
    }

    /** Index behind the last token of a clause. */
    int end(String clause) {
        int start = start(clause);
        return starts.values().stream()
                .filter(other -> other > start)
                .mapToInt(Integer::intValue)
                .min()
                .orElse(tokens.size());
    }

    boolean isDistinct() {
        return tokens.word(1).equals("distinct");
    }

    boolean isDistinctOn() {
        return isDistinct() && tokens.word(2).equals("on");
    }

    /** The items of the select list, as token ranges. */
    List<Range> items() {
        int first = isDistinct() || tokens.word(1).equals("all") ? 2 : 1;
        return split(new Range(first, start("from")), ",");
    }

    /** The parts of the WHERE clause that all have to hold; the whole of it where it is not that simple. */
    List<Range> conjuncts() {
        List<Range> conjuncts = new ArrayList<>();
        if (has("where")) {
            addConjuncts(new Range(start("where") + 1, end("where")), conjuncts);
        }
        return conjuncts;
    }

    private void addConjuncts(Range range, List<Range> conjuncts) {
        if (tokens.is(range.from(), "(") && tokens.closing(range.from()) == range.to() - 1 && range.size() > 2) {
            addConjuncts(new Range(range.from() + 1, range.to() - 1), conjuncts);
            return;
        }
        List<Range> parts = splitAtAnd(range);
        if (parts.size() == 1) {
            conjuncts.add(range);
        } else {
            parts.forEach(part -> addConjuncts(part, conjuncts));
        }
    }

    private List<Range> splitAtAnd(Range range) {
        List<Range> parts = new ArrayList<>();
        int depth = tokens.depth(range.from());
        int from = range.from();
        int cases = 0;
        boolean between = false;
        for (int i = range.from(); i < range.to(); i++) {
            String word = tokens.depth(i) == depth ? tokens.word(i) : "";
            switch (word) {
                case "case" -> cases++;
                case "end" -> cases--;
                case "between" -> between = true;
                case "or" -> {
                    if (cases == 0) {
                        return List.of(range);
                    }
                }
                case "and" -> {
                    if (cases == 0 && !between) {
                        parts.add(new Range(from, i));
                        from = i + 1;
                    }
                    between &= cases != 0;
                }
                default -> {}
            }
        }
        parts.add(new Range(from, range.to()));
        return parts;
    }

    private List<Range> split(Range range, String separator) {
        List<Range> parts = new ArrayList<>();
        int depth = tokens.depth(range.from());
        int from = range.from();
        for (int i = range.from(); i < range.to(); i++) {
            if (tokens.depth(i) == depth && tokens.is(i, separator)) {
                parts.add(new Range(from, i));
                from = i + 1;
            }
        }
        parts.add(new Range(from, range.to()));
        return parts;
    }

    String text(Range range) {
        return tokens.text(range.from(), range.to());
    }

    /** Tokens from one index to before another. */
    record Range(int from, int to) {
        int size() {
            return to - from;
        }

        boolean contains(int i) {
            return i >= from && i < to;
        }
    }
}
