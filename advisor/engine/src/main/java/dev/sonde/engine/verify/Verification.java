package dev.sonde.engine.verify;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a clone said of index advice. All times were measured there: medians of the server's execution time by EXPLAIN
 * ANALYZE, rows not sent, after one run that warmed the cache.
 *
 * @param withAll statements with all of the indexes
 * @param statements with those of them that stand the test
 * @param skipped statements that were not run
 */
public record Verification(
        List<Measured> withAll,
        List<Measured> statements,
        List<Built> indexes,
        List<Dropped> drops,
        List<Skipped> skipped) {

    /** Of a set that there is nothing to say of. */
    public static final Verification NOTHING = new Verification(List.of(), List.of(), List.of(), List.of(), List.of());

    /** Slower by this factor, and by {@link #WORSE_MILLIS}, is a regression. */
    static final double WORSE = 1.05;

    static final double WORSE_MILLIS = 1;

    public Verification {
        withAll = List.copyOf(withAll);
        statements = List.copyOf(statements);
        indexes = List.copyOf(indexes);
        drops = List.copyOf(drops);
        skipped = List.copyOf(skipped);
    }

    /**
     * A statement to run: one of those that a captured statement stands for.
     *
     * @param sql with all values put in
     * @param calls executions that it stands for
     */
    public record Subject(String fingerprint, String sql, double calls) {}

    /**
     * A statement that was run.
     *
     * @param beforeMillis without the indexes; the time-out if {@code beforeTimedOut}
     * @param afterMillis with them; the time-out if {@code afterTimedOut}
     * @param uses the new indexes that it was executed with
     */
    public record Measured(
            Subject subject,
            double beforeMillis,
            boolean beforeTimedOut,
            double afterMillis,
            boolean afterTimedOut,
            List<IndexDefinition> uses) {
        public Measured {
            uses = List.copyOf(uses);
        }

        /** Whether the indexes made it slower by more than noise. */
        public boolean isRegression() {
            return !beforeTimedOut && afterMillis > beforeMillis * WORSE && afterMillis - beforeMillis > WORSE_MILLIS;
        }

        /** Milliseconds saved over all calls. */
        double gain() {
            return subject.calls() * (beforeMillis - afterMillis);
        }
    }

    /**
     * An index that was built, or not.
     *
     * @param bytes real size, 0 if it was not built
     * @param rejection why it does not stand the test, null if it does
     * @param slower whether that is a statement that was slower with it
     */
    public record Built(
            IndexDefinition definition,
            long bytes,
            double buildMillis,
            @Nullable String rejection,
            boolean slower) {}

    /**
     * An index that is to be dropped.
     *
     * @param statements that were executed with it: before with it and the new indexes, after with these alone
     * @param rejection why it is better kept, null if it can go
     */
    public record Dropped(
            QualifiedName index,
            List<Measured> statements,
            @Nullable String rejection) {
        public Dropped {
            statements = List.copyOf(statements);
        }
    }

    /** A statement that was not run, and why. */
    public record Skipped(Subject subject, String reason) {}

    /** The indexes that stand the test. */
    public List<IndexDefinition> standing() {
        return indexes.stream()
                .filter(index -> index.rejection() == null)
                .map(Built::definition)
                .toList();
    }

    /** The indexes that do not stand the test. */
    public List<IndexDefinition> rejected() {
        return indexes.stream()
                .filter(index -> index.rejection() != null)
                .map(Built::definition)
                .toList();
    }

    /** Those of them that made a statement slower. */
    public List<IndexDefinition> slower() {
        return indexes.stream().filter(Built::slower).map(Built::definition).toList();
    }

    /** Milliseconds that the standing indexes saved, over all calls of the statements that use them. */
    public double gain() {
        return statements.stream()
                .filter(each -> !each.uses().isEmpty())
                .mapToDouble(Measured::gain)
                .sum();
    }
}
