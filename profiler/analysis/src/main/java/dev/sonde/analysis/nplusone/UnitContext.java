package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.nplusone.StatementTraits.Use;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.sql.Verb;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What else happened in a unit of work. Executions are in their order. */
final class UnitContext {
    private final List<Execution> all;
    private final Function<Execution, @Nullable StatementTraits> traits;

    UnitContext(List<Execution> all, Function<Execution, @Nullable StatementTraits> traits) {
        this.all = all;
        this.traits = traits;
    }

    @Nullable
    Execution bySequence(long sequence) {
        int low = 0;
        int high = all.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = all.get(middle).sequence();
            if (found == sequence) {
                return all.get(middle);
            }
            if (found < sequence) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    @Nullable
    StatementTraits traits(Execution execution) {
        return traits.apply(execution);
    }

    /** Whether something that the statement reads was written between the first and the last of the executions. */
    boolean isWrittenBetween(StatementTraits read, List<Execution> executions) {
        long first = executions.get(0).sequence();
        long last = executions.get(executions.size() - 1).sequence();
        for (Execution execution : all) {
            if (execution.sequence() > first && execution.sequence() < last) {
                StatementTraits known = traits(execution);
                if (known == null || (known.use() == Use.WRITE && read.reads(known))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a transaction failed, for a reason that lets it be tried again, between the first and the last. */
    boolean isRetriedBetween(List<Execution> executions) {
        long first = executions.get(0).sequence();
        long last = executions.get(executions.size() - 1).sequence();
        return all.stream()
                .anyMatch(execution -> execution.sequence() >= first
                        && execution.sequence() <= last
                        && isRetryable(execution.sqlState()));
    }

    static boolean isRetryable(String sqlState) {
        return sqlState.equals("40001")
                || sqlState.equals("40P01")
                || sqlState.startsWith("08")
                || sqlState.equals("55P03");
    }

    /** Whether the list went on to be read, with rows, three times and more after the last of its children. */
    boolean isReadOnWithout(Repetition children, int minRows) {
        if (!children.provenance().isProof()) {
            return false;
        }
        long list = children.provenance().parentStatement();
        long again = 0;
        for (int i = all.size() - 1; i >= 0 && all.get(i).sequence() > children.last(); i--) {
            again += all.get(i).statement() == list && all.get(i).rows() >= minRows ? 1 : 0;
        }
        return again >= 3;
    }

    /** Whether the keys were taken from a queue, one row or a few at a time. */
    boolean isQueue(Provenance provenance) {
        return provenance.parents().stream().anyMatch(parent -> {
            Execution execution = bySequence(parent);
            StatementTraits known = execution == null ? null : traits(execution);
            return known != null
                    && known.shape().skipsLocked()
                    && provenance.parents().size() > 1;
        });
    }

    /** Rows that were inserted, each batch with its size, each list of VALUES with its rows. */
    long insertedRows() {
        long rows = 0;
        for (Execution execution : all) {
            StatementTraits known = traits(execution);
            if (known != null && known.shape().verb() == Verb.INSERT && !execution.failed()) {
                rows += Math.max(1, Math.max(execution.batchSize(), execution.updateCount()));
            }
        }
        return rows;
    }
}
