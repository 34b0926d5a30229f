package dev.sonde.sample.nplusone.score;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Captures as they would be if the source had changed, or if something had gone wrong while they were taken. */
final class Twins {
    private static final Pattern LINE = Pattern.compile("(?<=:)\\d+(?=\\)$)");
    private static final int MOVED = 17;

    private Twins() {}

    /** The same program after 17 lines were put in at the top of every file. */
    static List<CaptureRecord> movedLines(List<CaptureRecord> records) {
        return map(records, record -> {
            if (record instanceof CallSite site) {
                List<String> frames = site.frames().stream()
                        .map(frame -> LINE.matcher(frame).replaceAll(Twins::moved))
                        .toList();
                return new CallSite(site.session(), movedId(site.id()), frames, site.hints());
            }
            return record instanceof Execution execution
                    ? copy(execution, execution.unit(), movedId(execution.callSite()), execution.link())
                    : record;
        });
    }

    static List<CaptureRecord> withoutCallSites(List<CaptureRecord> records) {
        List<CaptureRecord> kept = new ArrayList<>(records);
        kept.removeIf(CallSite.class::isInstance);
        return map(
                kept,
                record -> record instanceof Execution execution
                        ? copy(execution, execution.unit(), 0, execution.link())
                        : record);
    }

    static List<CaptureRecord> withoutLinks(List<CaptureRecord> records) {
        return map(
                records,
                record -> record instanceof Execution execution
                        ? copy(execution, execution.unit(), execution.callSite(), null)
                        : record);
    }

    /** Details of every third execution are lost, and a record says so. */
    static List<CaptureRecord> withDrops(List<CaptureRecord> records) {
        List<CaptureRecord> kept = new ArrayList<>();
        long lost = 0;
        for (CaptureRecord record : records) {
            if (record instanceof Execution execution && execution.sequence() % 3 == 0) {
                lost++;
            } else {
                kept.add(record);
            }
        }
        if (lost > 0) {
            kept.add(new Drops(records.get(0).session(), 0, Integer.MAX_VALUE, "ring-full", lost));
        }
        return kept;
    }

    /** A unit that never ends, and of which no record was written: all executions are in it. */
    static List<CaptureRecord> inOneUnit(List<CaptureRecord> records) {
        List<CaptureRecord> kept = new ArrayList<>(records);
        kept.removeIf(Unit.class::isInstance);
        return map(
                kept,
                record -> record instanceof Execution execution
                        ? copy(execution, 1, execution.callSite(), execution.link())
                        : record);
    }

    /** As the blocks of several files may come. */
    static List<CaptureRecord> inWrongOrder(List<CaptureRecord> records) {
        List<CaptureRecord> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, new Random(4));
        return shuffled;
    }

    /** Another service runs the same program at the same time; its executions have the same numbers. */
    static List<CaptureRecord> fromTwoServices(List<CaptureRecord> records) {
        List<CaptureRecord> both = new ArrayList<>();
        for (CaptureRecord record : records) {
            both.add(record);
            both.addAll(elsewhere(record));
        }
        return both;
    }

    private static List<CaptureRecord> elsewhere(CaptureRecord record) {
        long session = ~record.session();
        if (record instanceof Session s) {
            return List.of(new Session(
                    session,
                    s.service() + "-2",
                    s.version(),
                    s.host(),
                    s.startedMicros(),
                    s.databaseUrl(),
                    s.serverVersion(),
                    s.binds(),
                    s.hashKey(),
                    s.slowThresholdMicros(),
                    s.profilerVersion()));
        }
        if (record instanceof Unit u) {
            return List.of(new Unit(session, u.id(), u.route(), u.traceId(), u.kind(), u.startMicros()));
        }
        if (record instanceof Execution e) {
            return List.of(copy(e, session, e.unit(), e.callSite(), e.link()));
        }
        if (record instanceof Statement s) {
            return List.of(new Statement(
                    session,
                    s.id(),
                    s.fingerprint(),
                    s.sql(),
                    s.literalPositions(),
                    s.bindTypes(),
                    s.columns(),
                    s.truncated()));
        }
        if (record instanceof CallSite site) {
            return List.of(new CallSite(session, site.id(), site.frames(), site.hints()));
        }
        return List.of();
    }

    private static String moved(MatchResult line) {
        return Integer.toString(Integer.parseInt(line.group()) + MOVED);
    }

    // a hash of the frames in a capture; any other number does here, and 0 stays "not sampled"
    private static long movedId(long site) {
        return site == 0 ? 0 : ~site;
    }

    private static Execution copy(Execution e, long unit, long callSite, @Nullable Link link) {
        return copy(e, e.session(), unit, callSite, link);
    }

    private static Execution copy(Execution e, long session, long unit, long callSite, @Nullable Link link) {
        return new Execution(
                session,
                e.sequence(),
                e.statement(),
                unit,
                e.startMicros(),
                e.executeNanos(),
                e.fetchNanos(),
                e.thread(),
                e.lease(),
                e.backendPid(),
                e.transaction(),
                e.binds(),
                e.rows(),
                e.updateCount(),
                e.batchSize(),
                e.sqlState(),
                callSite,
                link);
    }

    private static List<CaptureRecord> map(List<CaptureRecord> records, UnaryOperator<CaptureRecord> change) {
        return records.stream().map(change).toList();
    }
}
