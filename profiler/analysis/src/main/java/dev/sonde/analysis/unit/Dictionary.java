package dev.sonde.analysis.unit;

import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Statement;
import org.jspecify.annotations.Nullable;

/** What the numbers in an execution stand for, as far as the records so far have told. */
public interface Dictionary {
    /** Empty if not known. */
    String service(long session);

    /** Empty if not known. */
    String route(UnitKey unit);

    /** Whether the capture says that there was such a unit; if not, nobody knows where it begins and ends. */
    boolean isUnit(UnitKey unit);

    @Nullable
    Statement statement(long id);

    /** Whether there are too many statements, and this is one of those of which only sums are kept. */
    boolean isLetGo(long statement);

    @Nullable
    CallSite callSite(long id);
}
