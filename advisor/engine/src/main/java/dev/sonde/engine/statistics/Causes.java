package dev.sonde.engine.statistics;

import dev.sonde.capture.hash.ContentHash;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.engine.plan.Expression;
import dev.sonde.engine.plan.ExpressionParser;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names the likeliest cause of a wrong row count, and what mends it. */
final class Causes {

    private static final int WITH_EXPRESSIONS = 140000;
    private static final double GROWN = 1.2;
    private static final int MIN_TARGET = 500;
    private static final int MAX_TARGET = 5_000;

    private final CatalogSnapshot snapshot;

    Causes(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Null if no statistics of one table can be made responsible. */
    @Nullable
    StatisticsAdvice of(RowSource source, boolean moreThanExpected) {
        PlanNode scan = source.scan();
        QualifiedName name = scan == null ? null : scan.relation();
        TableSnapshot table = name == null ? null : snapshot.table(name).orElse(null);
        if (scan == null || table == null) {
            return null;
        }
        if (stale(table)) {
            return analyze(table);
        }
        if (table.statistics().isEmpty()) {
            return null; // the role that took the snapshot may not read them
        }
        Set<String> keys = source.groupKeys().isEmpty() ? RowSource.equalColumns(scan) : columns(source.groupKeys());
        if (keys.size() >= 2) {
            // One that is there and does not help may only be unreadable for the role that took the snapshot
            boolean there = table.extendedStatistics().stream()
                    .anyMatch(known -> known.columns().containsAll(keys));
            return there ? null : extended(table, keys, !source.groupKeys().isEmpty(), moreThanExpected);
        }
        Set<String> expressions = ConditionText.equalExpressions(RowSource.conditions(scan), scan.alias());
        table.extendedStatistics().forEach(known -> expressions.removeAll(known.expressions()));
        if (!expressions.isEmpty() && snapshot.serverVersionNumber() >= WITH_EXPRESSIONS) {
            return expression(table, expressions.iterator().next());
        }
        return keys.size() == 1 ? target(table, keys.iterator().next()) : null;
    }

    /** Never analysed, or grown by a fifth since. */
    private static boolean stale(TableSnapshot table) {
        boolean empty = table.size().filePages() == 0;
        return !empty
                && (table.neverAnalysed()
                        || table.size().filePages()
                                > GROWN * Math.max(1, table.size().pages()));
    }

    private static StatisticsAdvice analyze(TableSnapshot table) {
        String last = table.lastAnalysed();
        String when = table.neverAnalysed()
                ? "was never analysed"
                : "has grown from " + table.size().pages() + " to "
                        + table.size().filePages() + " pages since its statistics were made"
                        + (last == null ? "" : ", last at " + last);
        return new StatisticsAdvice(
                "analyze",
                table.name().toString(),
                List.of(),
                List.of(analyzed(table)),
                "the table " + when + "; run it, take the snapshot again, and see to it that autovacuum keeps up",
                List.of());
    }

    private static StatisticsAdvice extended(
            TableSnapshot table, Set<String> columns, boolean grouped, boolean moreThanExpected) {
        String list = columns.stream().map(SqlIdentifier::quoted).collect(Collectors.joining(", "));
        String name = name(table.name().name() + "_" + String.join("_", columns));
        String how = grouped
                ? "their combinations are counted as if every pair occurred"
                : moreThanExpected
                        ? "their shares are multiplied as if they had nothing to do with each other"
                        : "their combination is rarer than their shares say";
        return new StatisticsAdvice(
                "extended",
                table.name().toString(),
                List.copyOf(columns),
                List.of(
                        "create statistics "
                                + new QualifiedName(table.name().schema(), name).sql()
                                + " (dependencies, ndistinct, mcv) on " + list + " from "
                                + table.name().sql(),
                        analyzed(table)),
                "the planner knows " + String.join(" and ", columns) + " one by one: " + how,
                List.of());
    }

    private static StatisticsAdvice expression(TableSnapshot table, String expression) {
        String name = name(table.name().name() + "_expression_" + digest(expression));
        return new StatisticsAdvice(
                "expression",
                table.name().toString(),
                List.of(expression),
                List.of(
                        "create statistics "
                                + new QualifiedName(table.name().schema(), name).sql() + " on (" + expression
                                + ") from " + table.name().sql(),
                        analyzed(table)),
                "the planner knows nothing of the values of " + expression + " and assumes that each is one row in 200",
                List.of());
    }

    /** Only where there are more values than the statistics list. */
    private static @Nullable StatisticsAdvice target(TableSnapshot table, String column) {
        ColumnStatistics statistics = table.statisticsOf(column).orElse(null);
        if (statistics == null) {
            return null;
        }
        int listed = statistics.commonFrequencyList().size();
        if (statistics.distinctIn(table.size().estimatedTuples()) <= listed + 1) {
            return null;
        }
        int target = Math.min(MAX_TARGET, Math.max(MIN_TARGET, 10 * listed));
        return new StatisticsAdvice(
                "column-target",
                table.name().toString(),
                List.of(column),
                List.of(
                        "alter table " + table.name().sql() + " alter column " + SqlIdentifier.quoted(column)
                                + " set statistics " + target,
                        analyzed(table)),
                "the values that are bound to " + column + " are not among its " + listed
                        + " most common ones, and occur more or less often than the average of all others",
                List.of());
    }

    private static Set<String> columns(List<String> keys) {
        Set<String> columns = new TreeSet<>();
        List<String> tables = new ArrayList<>();
        for (String key : keys) {
            if (ExpressionParser.parse(key).withoutCasts() instanceof Expression.Column column) {
                columns.add(column.name());
                tables.add(column.table());
            }
        }
        return tables.stream().distinct().count() == 1 ? columns : Set.of();
    }

    private static String analyzed(TableSnapshot table) {
        return "analyze " + table.name().sql();
    }

    private static String name(String wanted) {
        String name = "stat_" + wanted;
        if (SqlIdentifier.bytes(name) <= SqlIdentifier.MAX_BYTES) {
            return name;
        }
        String end = "_" + digest(name);
        int length = name.length();
        while (SqlIdentifier.bytes(name.substring(0, length)) + end.length() > SqlIdentifier.MAX_BYTES) {
            length = name.offsetByCodePoints(length, -1);
        }
        return name.substring(0, length) + end;
    }

    private static String digest(String text) {
        return ContentHash.hex(ContentHash.of(text)).substring(0, 8);
    }
}
