package dev.sonde.capture.file;

import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Link;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * One execution as the writer takes it: fields to be filled and used again, because a service's writer thread should
 * not make an object and a list of boxed hashes for each execution. The fields are those of {@link Execution}.
 */
public final class ExecutionFields {
    public long sequence;
    public long statement;
    public long unit;
    public long startMicros;
    public long executeNanos;
    public long fetchNanos;
    public int thread;
    public long lease;
    public int backendPid;
    public long transaction;
    /** The first {@link #bindCount} elements count; 0 is SQL NULL. */
    public int[] binds = new int[16];

    public int bindCount;
    public long rows;
    public long updateCount;
    public int batchSize;
    public String sqlState = "";
    public long callSite;
    public boolean linked;
    public long linkParent;
    public long linkParentStatement;
    public int linkColumn;
    public int linkRow;
    public int linkBind;

    /** Makes room for that many binds. */
    public void ensureBinds(int count) {
        if (binds.length < count) {
            binds = new int[Math.max(count, 2 * binds.length)];
        }
    }

    /** The fields as an immutable record. */
    public Execution toRecord(long session) {
        @Nullable Integer[] hashes = new @Nullable Integer[bindCount];
        for (int i = 0; i < bindCount; i++) {
            hashes[i] = binds[i] == 0 ? null : binds[i];
        }
        return new Execution(
                session,
                sequence,
                statement,
                unit,
                startMicros,
                executeNanos,
                fetchNanos,
                thread,
                lease,
                backendPid,
                transaction,
                Collections.unmodifiableList(Arrays.asList(hashes)),
                rows,
                updateCount,
                batchSize,
                sqlState,
                callSite,
                linked ? new Link(linkParent, linkParentStatement, linkColumn, linkRow, linkBind) : null);
    }

    static ExecutionFields of(Execution execution) {
        ExecutionFields fields = new ExecutionFields();
        fields.sequence = execution.sequence();
        fields.statement = execution.statement();
        fields.unit = execution.unit();
        fields.startMicros = execution.startMicros();
        fields.executeNanos = execution.executeNanos();
        fields.fetchNanos = execution.fetchNanos();
        fields.thread = execution.thread();
        fields.lease = execution.lease();
        fields.backendPid = execution.backendPid();
        fields.transaction = execution.transaction();
        fields.bindCount = execution.binds().size();
        fields.ensureBinds(fields.bindCount);
        for (int i = 0; i < fields.bindCount; i++) {
            Integer hash = execution.binds().get(i);
            fields.binds[i] = hash == null ? 0 : hash;
        }
        fields.rows = execution.rows();
        fields.updateCount = execution.updateCount();
        fields.batchSize = execution.batchSize();
        fields.sqlState = execution.sqlState();
        fields.callSite = execution.callSite();
        Link link = execution.link();
        fields.linked = link != null;
        if (link != null) {
            fields.linkParent = link.parent();
            fields.linkParentStatement = link.parentStatement();
            fields.linkColumn = link.column();
            fields.linkRow = link.row();
            fields.linkBind = link.bind();
        }
        return fields;
    }
}
