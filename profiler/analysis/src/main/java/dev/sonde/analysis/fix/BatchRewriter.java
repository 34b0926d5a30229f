package dev.sonde.analysis.fix;

import dev.sonde.analysis.fix.BatchRewrite.Form;
import dev.sonde.analysis.fix.BatchRewrite.None;
import dev.sonde.analysis.fix.BatchRewrite.Statement;
import dev.sonde.analysis.fix.SelectText.Range;
import dev.sonde.capture.sql.SqlTokens;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes, from a query that a loop repeats with one key after the other, the query that takes all keys at once. The text
 * is changed in a few places and otherwise kept as it is.
 *
 * <p>Two forms: {@code key = any($1)} with the key among the result's columns, where each row depends on its key alone;
 * and otherwise the query itself as a LATERAL subquery of {@code unnest($1)}, which is right for whatever the query does
 * per key: limits, aggregates, window functions, set operations. Keys given twice are the caller's to remove.
 */
public final class BatchRewriter {
    private static final Set<String> CHANGES = Set.of("insert", "update", "delete", "merge", "into", "truncate");
    private static final Set<String> LOCKS = Set.of("update", "share", "no", "key");

    private final String sql;
    private final int key;
    private final @Nullable String keyType;
    private final SqlTokens tokens;
    private final SelectText select;
    private final List<Integer> places = new ArrayList<>();

    private BatchRewriter(String sql, int key, @Nullable String keyType) {
        this.sql = sql;
        this.key = key;
        this.keyType = keyType;
        this.tokens = SqlTokens.of(sql);
        this.select = new SelectText(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.parameter(i) == key) {
                places.add(i);
            }
        }
    }

    /**
     * The statement that takes the place of a loop's.
     *
     * @param sql in the normal form of captures
     * @param key position of the parameter that varies, from 1; all others are the same in all executions of the loop
     * @param keyType the server's name of the key's type, null if not known
     */
    public static BatchRewrite of(String sql, int key, @Nullable String keyType) {
        return new BatchRewriter(sql, key, keyType).run();
    }

    private BatchRewrite run() {
        String obstacle = obstacle();
        if (obstacle != null) {
            return new None(obstacle);
        } else if (keyType != null && keyType.endsWith(KeyType.ARRAY)) {
            return new None("the key is an array itself");
        }
        Optional<KeyCondition> condition = places.size() == 1 && select.isSingle()
                ? select.conjuncts().stream()
                        .filter(conjunct -> conjunct.contains(places.get(0)))
                        .findFirst()
                        .flatMap(conjunct -> KeyCondition.of(tokens, conjunct, key))
                : Optional.empty();
        if (condition.isPresent()) {
            if (isRowByRow()) {
                return keyed(condition.get(), Form.KEYS);
            } else if (isCount()) {
                return keyed(condition.get(), Form.COUNTS);
            }
        }
        return lateral();
    }

    /** What forbids any rewrite, null if nothing does. */
    private @Nullable String obstacle() {
        String first = tokens.word(0);
        if (!first.equals("select") && !first.equals("with")) {
            return "it is no query";
        }
        if (places.isEmpty()) {
            return "the parameter $" + key + " is not in its text";
        }
        for (int i = 0; i < tokens.size(); i++) {
            String word = tokens.word(i);
            if (word.equals("for") && LOCKS.contains(tokens.word(i + 1))) {
                return "it locks rows (FOR "
                        + tokens.text(i + 1, endOfLock(i + 1)).toUpperCase(Locale.ROOT)
                        + "), and the batch would lock them all at once";
            } else if (CHANGES.contains(word) && !tokens.is(i - 1, ".")) {
                return "it changes data (" + word + ")";
            } else if (word.equals("tablesample")) {
                return "it reads a random sample (TABLESAMPLE)";
            } else if (tokens.is(i, ";")) {
                return "it is more than one statement";
            }
            String call = unknownCall(i);
            if (call != null) {
                return "it calls " + call + ", which may be volatile";
            }
        }
        return obstacleAtKey();
    }

    private int endOfLock(int from) {
        int end = from;
        while (LOCKS.contains(tokens.word(end))) {
            end++;
        }
        return end;
    }

    private @Nullable String unknownCall(int i) {
        if (!tokens.is(i + 1, "(") || !(tokens.isName(i) || !tokens.word(i).isEmpty())) {
            return null;
        }
        boolean columnList = isColumnList(i);
        return columnList || (!tokens.is(i - 1, ".") && KnownFunctions.areSafe(tokens.word(i)))
                ? null
                : tokens.text(i, i + 1);
    }

    // with x (a, b) as …, from f as x (a, b): names of columns, not arguments; no call stands before AS or behind a
    // name
    private boolean isColumnList(int i) {
        boolean ofCte = tokens.word(tokens.closing(i + 1) + 1).equals("as")
                && (tokens.word(i - 1).equals("with")
                        || tokens.word(i - 1).equals("recursive")
                        || tokens.is(i - 1, ","))
                && tokens.is(tokens.closing(i + 1) + 2, "(");
        boolean ofAlias = tokens.word(i - 1).equals("as") || (tokens.is(i - 1, ")") && tokens.isName(i));
        return ofCte || ofAlias;
    }

    private @Nullable String obstacleAtKey() {
        for (int place : places) {
            String before = tokens.word(place - 1);
            if (Set.of("limit", "offset", "first", "next").contains(before)) {
                return "what varies is the page, not a key";
            }
            for (int open = place - 1; open > 0; open--) {
                boolean encloses = tokens.is(open, "(") && tokens.closing(open) > place;
                if (encloses && KnownFunctions.AGGREGATES.contains(tokens.word(open - 1))) {
                    return "the key is an argument of " + tokens.word(open - 1);
                }
            }
        }
        return null;
    }

    /** Whether a row of the result depends on its own key alone. */
    private boolean isRowByRow() {
        boolean grouped = select.has("group");
        return !select.has("limit")
                && !select.has("offset")
                && !select.has("fetch")
                && !select.has("window")
                && !select.isDistinctOn()
                && !hasWord("over", 0, tokens.size())
                && (grouped ? isPlainGroup() : !select.has("having") && !aggregates());
    }

    private boolean isPlainGroup() {
        int from = select.start("group");
        int to = select.end("group");
        return to - from > 2
                && !hasWord("rollup", from, to)
                && !hasWord("cube", from, to)
                && !hasWord("sets", from, to)
                && !hasWord("all", from, to)
                && !hasWord("distinct", from, to);
    }

    private boolean aggregates() {
        for (int i = 0; i < tokens.size(); i++) {
            if (KnownFunctions.AGGREGATES.contains(tokens.word(i)) && tokens.is(i + 1, "(")) {
                return true;
            }
        }
        return false;
    }

    private boolean hasWord(String word, int from, int to) {
        for (int i = from; i < to; i++) {
            if (tokens.word(i).equals(word)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the whole result is one {@code count(…)}. */
    private boolean isCount() {
        List<Range> items = select.items();
        Range item = items.get(0);
        int close = tokens.closing(item.from() + 1);
        boolean only = items.size() == 1
                && tokens.word(item.from()).equals("count")
                && (item.to() == close + 1
                        || (item.to() == close + 2 && tokens.isName(close + 1))
                        || (item.to() == close + 3 && tokens.word(close + 1).equals("as")));
        return only
                && !select.isDistinct()
                && !select.has("group")
                && !select.has("having")
                && !select.has("order")
                && !select.has("limit")
                && !select.has("offset")
                && !select.has("fetch")
                && !select.has("window");
    }

    private BatchRewrite keyed(KeyCondition condition, Form form) {
        Edits edits = new Edits();
        edits.replace(
                tokens.start(condition.range().from()),
                tokens.end(condition.range().to() - 1),
                condition.batched());
        ResultKey result = ResultKey.of(select, condition, unusedName("batch_key"));
        if (result.isAdded()) {
            edits.insert(tokens.end(select.start("from") - 1), ", " + condition.operand() + result.alias());
        }
        if (form == Form.COUNTS) {
            int end = select.end("where");
            edits.insert(tokens.end(end - 1), " group by " + condition.operand());
        } else if (select.has("group")) {
            edits.insert(tokens.end(select.end("group") - 1), ", " + condition.operand());
        }
        return new Statement(edits.apply(sql), form, result.label(), result.position());
    }

    private BatchRewrite lateral() {
        String type = castType().orElse(keyType == null ? "" : keyType);
        if (type.isEmpty()) {
            return new None(
                    "it has to be asked per key (" + whyPerKey() + "), and the key's type is not in the capture");
        }
        String keys = unusedName("keys");
        String rows = unusedName("found");
        String column = unusedName("batch_key");
        Edits edits = new Edits();
        places.forEach(place -> edits.replace(tokens.start(place), tokens.end(place), keys + "." + column));
        String text = "select " + keys + "." + column + ", " + rows + ".* from unnest($" + key + "::" + type + "[]) as "
                + keys + "(" + column + ") cross join lateral (" + edits.apply(sql) + ") as " + rows;
        return new Statement(text, Form.LATERAL, column, 1);
    }

    private String whyPerKey() {
        if (!select.isSingle()) {
            return "it is more than one plain SELECT";
        }
        for (String clause : List.of("limit", "fetch", "offset", "window")) {
            if (select.has(clause)) {
                return clause.toUpperCase(Locale.ROOT) + " holds for each key";
            }
        }
        return aggregates() ? "it aggregates" : "the key is not compared with = on its own";
    }

    /** The type that the text casts the key to, if it does so everywhere. */
    private Optional<String> castType() {
        Set<String> types = new HashSet<>();
        for (int place : places) {
            types.add(KeyCondition.castType(tokens, place + 1));
        }
        return types.size() == 1
                ? types.stream().filter(type -> !type.isEmpty()).findFirst()
                : Optional.empty();
    }

    /** A name that the statement does not use. */
    private String unusedName(String wish) {
        Set<String> used = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            used.add(tokens.name(i));
        }
        String name = wish;
        for (int i = 2; used.contains(name); i++) {
            name = wish + i;
        }
        return name;
    }
}
