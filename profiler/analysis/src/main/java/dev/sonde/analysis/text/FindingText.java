package dev.sonde.analysis.text;

import dev.sonde.analysis.finding.Finding;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A finding as a few lines: what, where, parent, child, how the binds run, and the fix.
 *
 * <pre>{@code
 * n-plus-one (keyed-loop, CONFIRMED): 10 × select l.text from order_lines l where l.order_id=$1 in one unit of work
 *   loop    shop.Orders.print(Orders.java:42)
 *   parent  select o.id from orders o
 *   child   select l.text from order_lines l where l.order_id=$1
 *   binds   10 distinct values of $1, all of them read from the parent's column id
 *   fix     …
 * }</pre>
 */
public final class FindingText {

    private static final int SQL_CHARS = 400;

    private FindingText() {}

    /** The lines without a line break at the end. */
    public static String of(Finding finding) {
        StringJoiner lines = new StringJoiner("\n");
        String prefix = finding.rule() + ": ";
        String message =
                finding.message().startsWith(prefix) ? finding.message().substring(prefix.length()) : finding.message();
        lines.add(VisibleLine.of(finding.rule() + " (" + finding.kind() + ", " + finding.verdict() + "): " + message));
        String loop = finding.loopFrame();
        Finding.Location location = finding.location();
        if (loop != null) {
            add(lines, "loop", loop);
        } else if (location != null) {
            add(lines, "at", location.method() + "(" + location.file() + ":" + location.line() + ")");
        }
        Map<String, Object> evidence = finding.evidence();
        if (evidence.get("parentSql") instanceof String parent) {
            add(lines, "parent", VisibleLine.shortened(parent, SQL_CHARS));
        }
        if (evidence.get("sql") instanceof String sql) {
            add(lines, finding.rule().equals("n-plus-one") ? "child" : "sql", VisibleLine.shortened(sql, SQL_CHARS));
        }
        if (evidence.get("alsoInLoop") instanceof List<?> others) {
            others.forEach(other -> add(lines, "also", VisibleLine.shortened(String.valueOf(other), SQL_CHARS)));
        }
        String binds = binds(evidence);
        if (!binds.isEmpty()) {
            add(lines, "binds", binds);
        }
        add(lines, "fix", finding.fix());
        return lines.toString();
    }

    private static void add(StringJoiner lines, String name, String text) {
        lines.add("  " + name + " ".repeat(8 - name.length()) + VisibleLine.of(text));
    }

    private static String binds(Map<String, Object> evidence) {
        if (!(evidence.get("distinctBinds") instanceof Number distinct)) {
            return "";
        }
        String key = evidence.get("childKey") instanceof Number position && position.intValue() > 0
                ? " of $" + position.intValue()
                : "";
        String values =
                distinct.longValue() + (distinct.longValue() == 1 ? " distinct value" : " distinct values") + key;
        if (!(evidence.get("parentColumn") instanceof String column)) {
            return values;
        }
        double share = evidence.get("coverage") instanceof Number coverage ? coverage.doubleValue() : 0;
        String part = share >= 1 ? "all of them" : Math.round(Math.floor(100 * share)) + " % of them";
        boolean inOrder = evidence.get("rowOrder") instanceof Number order && order.doubleValue() >= 1;
        return values + ", " + part + " read from the parent's column " + column
                + (inOrder ? " in the order of its rows" : "");
    }
}
