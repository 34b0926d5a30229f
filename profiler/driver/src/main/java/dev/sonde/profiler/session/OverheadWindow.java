package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord.Overhead;
import org.jspecify.annotations.Nullable;

/** What the profiler cost between two records of it. Used by the writer thread only. */
final class OverheadWindow {

    private final CaptureSession session;
    private final Governor governor;
    private Overhead before;

    OverheadWindow(CaptureSession session, Governor governor) {
        this.session = session;
        this.governor = governor;
        this.before = new Overhead(session.session(), 0, 0, "", 0, 0, 0, 0, 0, 0);
    }

    /** The cost since the last time, null if nothing was executed. */
    @Nullable
    Overhead take(long toMicros) {
        Overhead last = before;
        Overhead sums = new Overhead(
                session.session(),
                last.toMicros(),
                toMicros,
                session.chosenLevel().label(),
                governor.executions(),
                governor.statementNanos(),
                governor.callerNanos(),
                governor.callSiteNanos(),
                session.writerNanos(),
                (int) Math.round(governor.budget() * 1e6));
        if (sums.executions() == last.executions() && sums.level().equals(last.level())) {
            return null;
        }
        before = sums;
        return new Overhead(
                sums.session(),
                sums.fromMicros(),
                toMicros,
                sums.level(),
                sums.executions() - last.executions(),
                sums.statementNanos() - last.statementNanos(),
                sums.callerNanos() - last.callerNanos(),
                sums.callSiteNanos() - last.callSiteNanos(),
                sums.writerNanos() - last.writerNanos(),
                sums.budget());
    }
}
