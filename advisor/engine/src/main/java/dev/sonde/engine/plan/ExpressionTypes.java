package dev.sonde.engine.plan;

import dev.sonde.engine.plan.Expression.Column;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Types of expressions, as far as the choice of an operator class and the rules on volatility need them. */
public final class ExpressionTypes {

    private static final Map<String, String> RESULTS = Map.ofEntries(
            Map.entry("lower", "text"),
            Map.entry("upper", "text"),
            Map.entry("btrim", "text"),
            Map.entry("ltrim", "text"),
            Map.entry("rtrim", "text"),
            Map.entry("replace", "text"),
            Map.entry("substr", "text"),
            Map.entry("substring", "text"),
            Map.entry("left", "text"),
            Map.entry("right", "text"),
            Map.entry("split_part", "text"),
            Map.entry("reverse", "text"),
            Map.entry("md5", "text"),
            Map.entry("jsonb_extract_path_text", "text"),
            Map.entry("to_tsvector", "tsvector"),
            Map.entry("length", "integer"),
            Map.entry("char_length", "integer"),
            Map.entry("cardinality", "integer"),
            Map.entry("jsonb_array_length", "integer"),
            Map.entry("extract", "numeric"),
            Map.entry("date_part", "double precision"));

    private final Function<Column, String> columns;

    /**
     * Works out types.
     *
     * @param columns gives the type of a column, empty if it is not known
     */
    public ExpressionTypes(Function<Column, String> columns) {
        this.columns = columns;
    }

    /** Type without modifier, empty if not known. */
    public String of(Expression expression) {
        if (expression instanceof Column column) {
            return base(columns.apply(column));
        } else if (expression instanceof Expression.Cast cast) {
            return base(cast.type());
        } else if (expression instanceof Expression.Operation operation) {
            return operation(operation);
        } else if (expression instanceof Expression.Call call) {
            return call(call);
        }
        return "";
    }

    private String operation(Expression.Operation operation) {
        return switch (operation.operator()) {
            case "->>", "#>>", "||" -> "text";
            case "->", "#>" -> of(operation.left());
            case "+", "-", "*", "/", "%" -> of(operation.left());
            default -> "boolean";
        };
    }

    private String call(Expression.Call call) {
        String name = unqualified(call.function());
        if (call.arguments().isEmpty()) {
            return "";
        }
        Expression first = call.arguments().get(0);
        Expression last = call.arguments().get(call.arguments().size() - 1);
        return switch (name) {
            case "coalesce", "nullif", "greatest", "least", "abs", "round", "floor" -> of(first);
            case "date_trunc" ->
                of(call.arguments().get(Math.min(1, call.arguments().size() - 1)));
            case "timezone" ->
                of(last).equals("timestamp with time zone")
                        ? "timestamp without time zone"
                        : "timestamp with time zone";
            default -> RESULTS.getOrDefault(name, "");
        };
    }

    /** A type without its modifier: {@code character varying} for {@code character varying(80)}. */
    public static String base(String type) {
        return type.replaceAll("\\([^)]*\\)", "").replaceAll(" {2,}", " ").strip();
    }

    /** A function's name without schema, in lower case. */
    public static String unqualified(String function) {
        String name = function.substring(function.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return name.startsWith("\"") && name.endsWith("\"") ? name.substring(1, name.length() - 1) : name;
    }

    /** Whether text operators apply without a conversion. */
    public static boolean text(String type) {
        return type.equals("text") || type.equals("character varying");
    }
}
