package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.KeptValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A weighted sample without replacement of one statement's executions: those with the lowest ranks, see {@link
 * BindSample#rank}. This is algorithm A-Res of Efraimidis and Spirakis, Weighted random sampling with a reservoir,
 * Information Processing Letters 97 (2006), with the logarithms of its keys, which would all be 1 for weights in
 * nanoseconds.
 *
 * <p>Holds at most {@value #SIZE} executions; an execution that does not enter costs one logarithm.
 */
final class ValueReservoir {

    static final int SIZE = 32;
    private static final int BYTES_PER_SAMPLE = 120;
    private static final int BYTES_PER_VALUE = 80;

    private static final class Member {
        private final double rank;
        private final long sequence;
        private final long weightNanos;
        private final List<KeptValue> values;
        private int writtenInFile;

        Member(double rank, long sequence, long weightNanos, List<KeptValue> values) {
            this.rank = rank;
            this.sequence = sequence;
            this.weightNanos = weightNanos;
            this.values = values;
        }

        long bytes() {
            long bytes = BYTES_PER_SAMPLE;
            for (KeptValue value : values) {
                String text = value.text();
                bytes += BYTES_PER_VALUE + (text == null ? 0 : 2L * text.length());
            }
            return bytes;
        }
    }

    private final long statement;
    private final PriorityQueue<Member> members =
            new PriorityQueue<>(Comparator.comparingDouble((Member member) -> member.rank)
                    .reversed()
                    .thenComparingLong(member -> member.sequence));
    private long seen;

    ValueReservoir(long statement) {
        this.statement = statement;
    }

    /** Counts the execution and says whether it enters the sample. */
    boolean wants(double rank) {
        seen++;
        Member highest = members.peek();
        return highest == null || members.size() < SIZE || rank < highest.rank;
    }

    /**
     * Puts an execution into the sample in place of the one with the highest rank, if there is room.
     *
     * @param room bytes by which the sample may grow
     * @return bytes by which it has grown
     */
    long add(double rank, long sequence, long weightNanos, List<KeptValue> values, long room) {
        Member member = new Member(rank, sequence, weightNanos, values);
        Member leaving = members.size() < SIZE ? null : members.peek();
        long growth = member.bytes() - (leaving == null ? 0 : leaving.bytes());
        if (growth > room) {
            return 0;
        }
        if (leaving != null) {
            members.remove();
        }
        members.add(member);
        return growth;
    }

    /** The members that the current file lacks. */
    List<BindSample> unwritten(long session, int file) {
        List<BindSample> samples = new ArrayList<>();
        for (Member member : members) {
            if (member.writtenInFile != file) {
                member.writtenInFile = file;
                samples.add(
                        new BindSample(session, statement, member.sequence, member.weightNanos, seen, member.values));
            }
        }
        return samples;
    }

    /** Where records go. */
    interface Output {
        void write(BindSample sample) throws IOException;
    }
}
