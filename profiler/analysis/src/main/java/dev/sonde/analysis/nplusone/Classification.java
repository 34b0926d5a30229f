package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.nplusone.StatementTraits.Use;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.sql.Verb;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells by the behaviour of its binds what a repetition is: steps 1 and 2 of reference §2b. The order of the questions
 * matters: what explains a repetition without a loop over rows comes first.
 */
final class Classification {
    /** Keys that one execution can well ask for. */
    private static final int FULL_BATCH = 64;

    /** Executions this far apart were not made by a loop but by a timer. */
    private static final long TIMER_MICROS = 50_000;

    private Classification() {}

    /** Null if nothing is to be said of it. */
    static @Nullable Kind of(Repetition repetition, UnitContext context, int minRepetitions) {
        StatementTraits traits = repetition.traits();
        List<Execution> executions = repetition.executions();
        long succeeded =
                executions.stream().filter(execution -> !execution.failed()).count();
        if (succeeded < minRepetitions && context.isRetriedBetween(executions)) {
            return Kind.RETRY;
        }
        if (traits.use() == Use.SEQUENCE) {
            return context.insertedRows() >= 10L * executions.size() ? Kind.CHUNKED : Kind.SEQUENCE_LOOP;
        }
        if (context.isQueue(repetition.provenance())) {
            return Kind.POLLING; // each turn handles what it has taken from a queue
        }
        return traits.use() == Use.WRITE ? write(repetition, context) : read(repetition, context, minRepetitions);
    }

    private static @Nullable Kind write(Repetition repetition, UnitContext context) {
        List<Execution> executions = repetition.executions();
        if (executions.stream().anyMatch(execution -> execution.batchSize() > 1)) {
            double average = executions.stream()
                    .mapToInt(execution -> Math.max(1, execution.batchSize()))
                    .average()
                    .orElse(1);
            return average < FULL_BATCH / 4.0 ? Kind.UNDER_BATCHED : Kind.CHUNKED;
        }
        boolean insert = repetition.traits().shape().verb() == Verb.INSERT;
        if (repetition.varying().isEmpty() && context.isRetriedBetween(executions)) {
            return Kind.RETRY;
        }
        if (repetition.varying().isEmpty() && !insert) {
            return null; // the same row again and again: a counter or a heartbeat
        }
        if (insert) {
            return repetition.traits().returns() ? Kind.IDENTITY_LOOP : Kind.WRITE_LOOP;
        }
        boolean delete = repetition.traits().shape().verb() == Verb.DELETE;
        return delete && repetition.provenance().isKnown() ? Kind.CASCADE_LOOP : Kind.WRITE_LOOP;
    }

    private static @Nullable Kind read(Repetition repetition, UnitContext context, int minRepetitions) {
        StatementTraits traits = repetition.traits();
        List<Execution> executions = repetition.executions();
        if (traits.shape().skipsLocked()) {
            return Kind.POLLING;
        }
        Set<Integer> paging = traits.shape().pagingPositions();
        if (repetition.varying().stream().anyMatch(paging::contains)) {
            return Kind.PAGING_OFFSET;
        }
        if (executions.stream().anyMatch(execution -> isBatched(context, execution))) {
            return batched(executions, context);
        }
        if (repetition.varying().isEmpty()) {
            return constant(repetition, context);
        }
        if (followsItself(executions, context)) {
            return executions.stream().allMatch(execution -> traits.comparesEqual(boundByLink(execution)))
                    ? Kind.TREE_WALK
                    : Kind.PAGING_KEYSET;
        }
        return context.isReadOnWithout(repetition, minRepetitions) ? Kind.COLD_CACHE : Kind.KEYED_LOOP;
    }

    private static boolean isBatched(UnitContext context, Execution execution) {
        StatementTraits traits = context.traits(execution);
        return traits != null && traits.shape().isBatched();
    }

    private static @Nullable Kind batched(List<Execution> executions, UnitContext context) {
        long keys = 0;
        for (Execution execution : executions) {
            StatementTraits traits = context.traits(execution);
            if (traits == null || traits.shape().arrayParameter()) {
                return null; // how many keys an array holds is not captured
            }
            keys += Math.max(1, traits.shape().listLength());
        }
        return keys < (long) FULL_BATCH * executions.size() ? Kind.UNDER_BATCHED : Kind.CHUNKED;
    }

    private static @Nullable Kind constant(Repetition repetition, UnitContext context) {
        List<Execution> executions = repetition.executions();
        StatementTraits traits = repetition.traits();
        if (executions.stream().map(Execution::statement).distinct().count() > 1) {
            return Kind.PAGING_OFFSET; // one fingerprint, several texts, equal values: the page stands in the text
        }
        boolean unknown =
                executions.get(0).binds().isEmpty() && traits.statement().sql().contains("$1");
        if (unknown) {
            return Kind.KEYED_LOOP;
        }
        if (!traits.readsTable()) {
            return null;
        }
        if (context.isRetriedBetween(executions)) {
            return Kind.RETRY;
        }
        if (isTimed(executions)) {
            return Kind.POLLING;
        }
        return context.isWrittenBetween(traits, executions) ? Kind.RE_READ : Kind.DUPLICATE_READ;
    }

    private static boolean isTimed(List<Execution> executions) {
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 1; i < executions.size(); i++) {
            long gap = executions.get(i).startMicros() - executions.get(i - 1).startMicros();
            shortest = Math.min(shortest, gap);
            longest = Math.max(longest, gap);
        }
        return shortest >= TIMER_MICROS && longest <= 2 * shortest;
    }

    /** Whether most keys were read from the result of an execution of the same statement, and mostly the one before. */
    private static boolean followsItself(List<Execution> executions, UnitContext context) {
        int own = 0;
        int linked = 0;
        Link last = null;
        StatementTraits theirs = null;
        for (Execution execution : executions) {
            Link link = execution.link();
            if (link != null) {
                linked++;
                if (last == null || last.parent() != link.parent()) { // mostly all come from one list
                    Execution parent = context.bySequence(link.parent());
                    theirs = parent == null ? null : context.traits(parent);
                    last = link;
                }
                StatementTraits mine = context.traits(execution);
                if (mine != null && theirs != null && mine.fingerprint() == theirs.fingerprint()) {
                    own++;
                }
            }
        }
        return own >= 2 && own >= 0.6 * linked && own >= 0.5 * (executions.size() - 1);
    }

    private static int boundByLink(Execution execution) {
        Link link = execution.link();
        return link == null ? 1 : link.bind();
    }
}
