package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.file.ExecutionFields;
import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.unit.UnitState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the listeners of a session are told. Records are made only while somebody listens; what was told once, of {@value
 * #MAX_TOLD} statements, units and call sites each, is told again when a listener joins. Used by the writer thread only.
 */
final class ListenedRecords {

    private static final int MAX_TOLD = 20_000;

    private final CaptureRecord.Session session;
    private final RecordListeners listeners;

    /** Number of result columns under which a statement was told. */
    private final Map<Long, Integer> statements = new HashMap<>();

    private final Map<Long, String> routes = new HashMap<>();
    private final Set<Long> callSites = new HashSet<>();
    private int version;

    ListenedRecords(CaptureRecord.Session session, RecordListeners listeners) {
        this.session = session;
        this.listeners = listeners;
    }

    /** Whether anybody listens; whoever just joined is told the session. */
    boolean isListenedTo() {
        if (listeners.isEmpty()) {
            return false;
        }
        int newest = listeners.version();
        if (version != newest) {
            version = newest;
            statements.clear();
            routes.clear();
            callSites.clear();
            listeners.tell(session);
        }
        return true;
    }

    /** As {@link #isListenedTo()}, for records of single executions, hand-outs and samples. */
    boolean isListenedInDetail() {
        return listeners.wantsDetails() && isListenedTo();
    }

    /** Tells the execution and what it refers to. */
    void tell(
            ExecutionFields execution,
            StatementText text,
            CapturedStatement captured,
            UnitState unit,
            @Nullable CallSite site) {
        tell(text, captured);
        String route = unit.route();
        if (routes.size() >= MAX_TOLD) {
            routes.clear();
        }
        if (!route.equals(routes.put(unit.id(), route))) {
            listeners.tell(
                    new Unit(session.session(), unit.id(), route, unit.traceId(), unit.kind(), execution.startMicros));
        }
        tell(site);
        listeners.tell(execution.toRecord(session.session()));
    }

    /** Tells the statement unless it is known. */
    void tell(StatementText text, CapturedStatement captured) {
        if (statements.size() >= MAX_TOLD) {
            statements.clear();
        }
        int columns = captured.columns().size();
        Integer told = statements.get(text.statement().id());
        if (told == null || told < columns) {
            statements.put(text.statement().id(), columns);
            listeners.tell(text.statement().toRecord(session.session(), captured, text.types(captured.bindTypes())));
        }
    }

    /** Tells the call site unless it is known. */
    void tell(@Nullable CallSite site) {
        if (site == null) {
            return;
        }
        if (callSites.size() >= MAX_TOLD) {
            callSites.clear();
        }
        if (callSites.add(site.id())) {
            listeners.tell(site);
        }
    }

    void tell(CaptureRecord entry) {
        listeners.tell(entry);
    }
}
