package dev.sonde.engine.bind;

import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.workload.WorkloadStatement;
import dev.sonde.engine.workload.WorkloadStatement.Sample;
import dev.sonde.engine.workload.WorkloadStatement.Variant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the texts to plan from a statement, its generic plan and what was bound. A value that was captured is taken as
 * it is; a hash is matched to the most common values of the column; what is still unknown is planned at a value in the
 * middle of the histogram.
 */
public final class Variants {

    private static final int MAX_ON_DATABASE = 8;
    private static final int MAX_LIMIT = 100_000;
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");
    private static final Pattern LIMIT =
            Pattern.compile("(?i)\\b(?:limit|offset|fetch\\s+(?:first|next))\\s+\\$(\\d{1,5})");

    private final CatalogSnapshot snapshot;
    private final BindMatcher matcher;
    private final Map<Integer, Integer> limitsByHash = new TreeMap<>();

    public Variants(CatalogSnapshot snapshot, BindMatcher matcher) {
        this.snapshot = snapshot;
        this.matcher = matcher;
    }

    /**
     * A statement with one vector of values.
     *
     * @param custom all values put in that are known
     * @param literals only the literals of the service's text put in, as the server sees it when it plans for any bind
     * @param share of the statement's executions
     * @param timeShare of the statement's measured time, NaN if not known
     */
    record BoundText(String custom, String literals, double share, double timeShare) {}

    /** The texts to plan; calls add up to those of the statement. */
    public List<PlannedStatement> of(WorkloadStatement statement, PlanNode generic) {
        Set<Column> bound = boundColumns(statement, Target.of(snapshot, generic));
        List<PlannedStatement> planned = new ArrayList<>();
        for (BoundText text : texts(statement, generic, MAX_ON_DATABASE)) {
            planned.add(new PlannedStatement(statement, text.custom(), statement.calls() * text.share(), bound));
        }
        return planned;
    }

    /** The distinct texts, at most {@code max} of them, most frequent first; shares add up to one. */
    List<BoundText> texts(WorkloadStatement statement, PlanNode generic, int max) {
        Map<Integer, Target> targets = Target.of(snapshot, generic);
        Set<Integer> limits = limits(statement.sql());
        Map<String, BoundText> byText = new LinkedHashMap<>();
        if (statement.samples().isEmpty()) {
            for (Variant variant : statement.variants()) {
                Map<Integer, String> values = new TreeMap<>();
                targets.forEach((number, target) -> {
                    String value = matched(target, targets.values(), variant.binds(), number);
                    if (value != null) {
                        values.put(number, value);
                    }
                });
                limits.forEach(number -> putLimit(values, number, variant.binds()));
                add(byText, statement, values, variant.calls(), Double.NaN);
            }
        } else {
            for (Sample sample : statement.samples()) {
                add(byText, statement, sampled(sample, targets, limits), sample.weight(), sample.millis());
            }
        }
        if (byText.isEmpty()) {
            add(byText, statement, sampled(Sample.of(Map.of()), targets, limits), 1, Double.NaN);
        }
        List<BoundText> texts = new ArrayList<>(byText.values());
        texts.sort((one, other) -> Double.compare(other.share(), one.share()));
        return normalised(texts.subList(0, Math.min(max, texts.size())));
    }

    /** Columns that are compared with a parameter which is no literal of the service's text. */
    static Set<Column> boundColumns(WorkloadStatement statement, Map<Integer, Target> targets) {
        Set<Column> bound = new HashSet<>();
        targets.forEach((number, target) -> {
            if (!statement.literalPositions().contains(number)) {
                bound.add(target.column());
            }
        });
        return bound;
    }

    private static void add(
            Map<String, BoundText> byText,
            WorkloadStatement statement,
            Map<Integer, String> values,
            double weight,
            double millis) {
        Map<Integer, String> literals = new TreeMap<>(values);
        literals.keySet().retainAll(statement.literalPositions());
        BoundText text = new BoundText(
                StatementText.substitute(statement.sql(), values),
                StatementText.substitute(statement.sql(), literals),
                weight,
                weight * millis);
        byText.merge(
                text.custom(),
                text,
                (one, other) -> new BoundText(
                        one.custom(),
                        one.literals(),
                        one.share() + other.share(),
                        one.timeShare() + other.timeShare()));
    }

    private static List<BoundText> normalised(List<BoundText> texts) {
        double calls = texts.stream().mapToDouble(BoundText::share).sum();
        double time = texts.stream().mapToDouble(BoundText::timeShare).sum();
        return texts.stream()
                .map(text ->
                        new BoundText(text.custom(), text.literals(), text.share() / calls, text.timeShare() / time))
                .toList();
    }

    static Set<Integer> limits(String sql) {
        Set<Integer> limits = new HashSet<>();
        Matcher limit = LIMIT.matcher(sql);
        while (limit.find()) {
            limits.add(Integer.valueOf(limit.group(1)));
        }
        return limits;
    }

    /** SQL texts by position. */
    private static Map<Integer, String> sampled(Sample sample, Map<Integer, Target> targets, Set<Integer> limits) {
        Map<Integer, String> values = new TreeMap<>();
        targets.forEach((number, target) -> {
            if (sample.values().containsKey(number)) {
                String value = sample.values().get(number);
                values.put(number, value == null ? "null" : StatementText.literal(value));
            } else {
                String value = middle(target, targets.values());
                if (value != null) {
                    values.put(number, StatementText.literal(value));
                }
            }
        });
        for (int number : limits) {
            String value = sample.values().get(number);
            if (value != null && value.matches("\\d{1,18}")) {
                values.put(number, value);
            }
        }
        return values;
    }

    private @Nullable String matched(Target target, Collection<Target> all, List<@Nullable Integer> binds, int number) {
        if (number > binds.size()) {
            return literal(middle(target, all));
        }
        Integer hash = binds.get(number - 1);
        if (hash == null) {
            return "null";
        }
        ColumnStatistics statistics = target.statistics().orElse(null);
        if (statistics != null) {
            for (String value : statistics.commonValueList()) {
                if (matcher.matches(hash, value, target.type().type())) {
                    return StatementText.literal(value);
                }
            }
        }
        return literal(middle(target, all));
    }

    private static @Nullable String literal(@Nullable String value) {
        return value == null ? null : StatementText.literal(value);
    }

    /** A value that stands for those that are not common ones, null if there is no histogram. */
    private static @Nullable String middle(Target target, Collection<Target> all) {
        if (!COMPARISONS.contains(target.operator())) {
            return null; // a value of the column is no pattern, and no document that others contain
        }
        List<String> histogram =
                target.statistics().map(ColumnStatistics::histogramList).orElse(List.of());
        // The middle of what is left after the common values.
        return histogram.isEmpty()
                ? null
                : histogram.get((int) Math.round((histogram.size() - 1) * position(target, all)));
    }

    /**
     * Where in the histogram the representative of an unknown value is: the middle, or such that a range with one end
     * takes a third of the rows, as the planner assumes, and one with two ends a twentieth.
     */
    private static double position(Target target, Collection<Target> all) {
        if (!target.from() && !target.to()) {
            return 0.5;
        }
        boolean twoEnds = all.stream()
                .anyMatch(
                        other -> other.column().equals(target.column()) && (target.from() ? other.to() : other.from()));
        double halfWidth = twoEnds ? -0.025 : 1 / 6.0;
        return target.from() ? 0.5 + halfWidth : 0.5 - halfWidth;
    }

    private void putLimit(Map<Integer, String> values, int number, List<@Nullable Integer> binds) {
        Integer hash = number <= binds.size() ? binds.get(number - 1) : null;
        if (hash == null) {
            return;
        }
        int value = limitsByHash.computeIfAbsent(hash, this::limit);
        if (value >= 0) {
            values.put(number, Integer.toString(value));
        }
    }

    private int limit(int hash) {
        for (int value = 0; value <= MAX_LIMIT; value++) {
            if (matcher.matches(hash, Integer.toString(value), "integer")) {
                return value;
            }
        }
        return -1;
    }
}
