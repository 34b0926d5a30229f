package dev.sonde.sample.nplusone.record;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What may be wrong with a capture, done to a whole one. */
final class Damage {

    private static final long HOUR_MICROS = 3_600_000_000L;

    private Damage() {}

    static List<CaptureRecord> withoutLinks(List<CaptureRecord> records) {
        return records.stream()
                .map(each -> each instanceof Execution execution
                        ? changed(execution, execution.unit(), execution.startMicros(), execution.callSite(), null)
                        : each)
                .toList();
    }

    static List<CaptureRecord> withDrops(List<CaptureRecord> records) {
        List<CaptureRecord> kept = new ArrayList<>();
        long lost = 0;
        for (CaptureRecord each : records) {
            if (each instanceof Execution execution && execution.sequence() % 3 == 2) {
                lost++;
            } else {
                kept.add(each);
            }
        }
        if (lost > 0) {
            kept.add(new Drops(records.get(0).session(), 0, HOUR_MICROS, "ring-full", lost));
        }
        return kept;
    }

    static List<CaptureRecord> shuffled(List<CaptureRecord> records, long seed) {
        List<CaptureRecord> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    static List<CaptureRecord> neverEnding(List<CaptureRecord> records) {
        List<CaptureRecord> changed = new ArrayList<>();
        boolean first = true;
        for (CaptureRecord each : records) {
            if (each instanceof Execution execution) {
                long start = execution.sequence() * HOUR_MICROS;
                changed.add(changed(execution, 1, start, execution.callSite(), execution.link()));
            } else if (each instanceof Unit unit) {
                if (first) {
                    changed.add(new Unit(unit.session(), 1, "", "", "thread", 0));
                }
                first = false;
            } else {
                changed.add(each);
            }
        }
        return changed;
    }

    static List<CaptureRecord> mixed(List<CaptureRecord> one, List<CaptureRecord> other) {
        List<CaptureRecord> mixed = new ArrayList<>();
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            if (i < one.size()) {
                mixed.add(one.get(i));
            }
            if (i < other.size()) {
                mixed.add(other.get(i) instanceof Session session ? otherService(session) : other.get(i));
            }
        }
        return mixed;
    }

    private static Session otherService(Session session) {
        return new Session(
                session.session(),
                "another-service",
                session.version(),
                session.host(),
                session.startedMicros(),
                session.databaseUrl(),
                session.serverVersion(),
                session.binds(),
                session.hashKey(),
                session.slowThresholdMicros(),
                session.profilerVersion());
    }

    /** The execution with another unit, start, call site and link. */
    static Execution changed(Execution execution, long unit, long startMicros, long callSite, @Nullable Link link) {
        return new Execution(
                execution.session(),
                execution.sequence(),
                execution.statement(),
                unit,
                startMicros,
                execution.executeNanos(),
                execution.fetchNanos(),
                execution.thread(),
                execution.lease(),
                execution.backendPid(),
                execution.transaction(),
                execution.binds(),
                execution.rows(),
                execution.updateCount(),
                execution.batchSize(),
                execution.sqlState(),
                callSite,
                link);
    }
}
