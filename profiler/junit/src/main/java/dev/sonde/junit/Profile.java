package dev.sonde.junit;

import dev.sonde.analysis.Findings;
import dev.sonde.analysis.budget.BudgetFile;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.sql.StatementShape;
import dev.sonde.capture.sql.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.opentest4j.AssertionFailedError;

/**
 * What a test, or a part of it, executed. The {@code expect…} methods throw an {@link AssertionFailedError} that shows the
 * statements, or give the profile back. Immutable.
 */
public final class Profile {

    /** What ran in other units of work meanwhile. */
    record Foreign(long executions, List<String> routes) {}

    private final WorkloadSummary summary;
    private final List<ProfiledStatement> statements;
    private final long queries;
    private final long lost;
    private final long differentStatements;
    private final Foreign foreign;
    private final boolean captured;

    Profile(
            Recorder recorder,
            List<Unit> units,
            List<Execution> executions,
            List<Drops> drops,
            long tooMany,
            Foreign foreign,
            boolean captured) {
        this.queries = executions.size();
        this.lost = tooMany + drops.stream().mapToLong(Drops::executions).sum();
        this.foreign = foreign;
        this.captured = captured;
        WorkloadSummary.Builder builder = WorkloadSummary.builder();
        recorder.sessions().forEach(builder::add);
        units.forEach(builder::add);
        drops.forEach(builder::add);
        Map<Long, Sum> sums = new LinkedHashMap<>();
        for (Execution execution : executions) {
            Statement statement = recorder.statement(execution.statement());
            CallSite site = execution.callSite() == 0 ? null : recorder.callSite(execution.callSite());
            if (statement != null) {
                builder.add(statement);
                sums.computeIfAbsent(statement.id(), id -> new Sum(statement)).add(execution);
            }
            if (site != null) {
                builder.add(site);
                Sum sum = sums.get(execution.statement());
                if (sum != null && !site.frames().isEmpty()) {
                    sum.frames.add(site.frames().get(0));
                }
            }
            builder.add(execution);
        }
        this.differentStatements = sums.values().stream()
                .map(sum -> sum.statement.fingerprint())
                .distinct()
                .count();
        this.summary = builder.build();
        this.statements = sums.values().stream()
                .map(Sum::statement)
                .sorted(Comparator.comparingLong(ProfiledStatement::executions)
                        .reversed()
                        .thenComparing(ProfiledStatement::sql))
                .toList();
    }

    private static final class Sum {
        private final Statement statement;
        private final TreeSet<String> frames = new TreeSet<>();
        private long executions;
        private long nanos;
        private long slowest;

        Sum(Statement statement) {
            this.statement = statement;
        }

        void add(Execution execution) {
            long took = execution.executeNanos() + execution.fetchNanos();
            executions++;
            nanos += took;
            slowest = Math.max(slowest, took);
        }

        ProfiledStatement statement() {
            return new ProfiledStatement(
                    statement.sql(),
                    StatementShape.of(statement.sql()).verb(),
                    executions,
                    Duration.ofNanos(nanos),
                    Duration.ofNanos(slowest),
                    new ArrayList<>(frames));
        }
    }

    /** Executions, a batch counted once. */
    public long queries() {
        return queries;
    }

    /** Executions of statements that begin with the verb. */
    public long queries(Verb verb) {
        return statements.stream()
                .filter(statement -> statement.verb() == verb)
                .mapToLong(ProfiledStatement::executions)
                .sum();
    }

    /** Statements that differ in more than the length of their IN lists. */
    long differentStatements() {
        return differentStatements;
    }

    /** The statements, most executed first. */
    public List<ProfiledStatement> statements() {
        return statements;
    }

    /** Loops and other repetitions of five executions and more, most serious first. */
    public List<Finding> findings() {
        return findings(FindingOptions.ofDefaults().minRepetitions());
    }

    /** As {@link #findings()}, of so many executions and more; at least 3. */
    public List<Finding> findings(int min) {
        return Findings.of(
                summary, new FindingOptions(FindingOptions.ofDefaults().slow(), min));
    }

    /** N+1 patterns of so many executions and more, with this verdict or a more certain one. */
    public List<Finding> nPlusOnes(int min, Verdict from) {
        return findings(min).stream()
                .filter(finding ->
                        finding.rule().equals("n-plus-one") && finding.verdict().compareTo(from) <= 0)
                .toList();
    }

    /** Executions whose details were lost, so that {@link #queries()} may be too low. */
    public long lost() {
        return lost;
    }

    /** Whether anything in this process was captured at all. */
    boolean isCaptured() {
        return captured;
    }

    Foreign foreign() {
        return foreign;
    }

    // ---- expectations ----

    public Profile expectAtMost(long max) {
        return expect(expectations -> expectations.atMost(max));
    }

    public Profile expectAtLeast(long min) {
        return expect(expectations -> expectations.atLeast(min));
    }

    public Profile expectExactly(long count) {
        return expect(expectations -> expectations.exactly(count));
    }

    /** As {@link #expectAtMost(long)}, of statements that begin with the verb. */
    public Profile expectAtMost(long max, Verb verb) {
        return expect(expectations -> expectations.atMost(max, verb));
    }

    /** No N+1 pattern, confirmed or likely, of five executions or more. */
    public Profile expectNoNPlusOne() {
        return expectNoNPlusOne(FindingOptions.ofDefaults().minRepetitions(), Verdict.LIKELY);
    }

    /** No N+1 pattern of so many executions or more, with this verdict or a more certain one. */
    public Profile expectNoNPlusOne(int min, Verdict from) {
        return expect(expectations -> expectations.noNPlusOne(min, from));
    }

    /** No execution that took so long or longer. */
    public Profile expectNoSlowQueries(Duration threshold) {
        return expect(expectations -> expectations.noSlowQueries(threshold));
    }

    /**
     * Within the budget of a route in {@code sonde-budget.toml}, here or in a folder above; see {@link WithinBudget}.
     *
     * @throws IllegalArgumentException if there is no such budget
     */
    public Profile expectWithinBudget(String route) {
        return expect(expectations -> expectations.within(BudgetLookup.limit(BudgetFile.NAME, route), route));
    }

    private Profile expect(Consumer<Expectations> what) {
        Expectations expectations = new Expectations(this);
        what.accept(expectations);
        expectations.verify();
        return this;
    }
}
