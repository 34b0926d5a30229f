package dev.sonde.capture.file;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.KeptValue;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Overhead;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.ProcessSample;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.CaptureRecord.UnitAggregate;

/** Encodes records one after the other, fields in the order of {@link CaptureSchema}. */
public final class RecordEncoder {

    private final AvroEncoder block;

    public RecordEncoder(AvroEncoder block) {
        this.block = block;
    }

    /** Encodes one record. */
    public void encode(CaptureRecord entry) {
        if (entry instanceof Execution execution) {
            encode(execution.session(), ExecutionFields.of(execution));
        } else if (entry instanceof Session session) {
            encode(session);
        } else if (entry instanceof Statement statement) {
            encode(statement);
        } else if (entry instanceof CallSite callSite) {
            encode(callSite);
        } else if (entry instanceof Unit unit) {
            encode(unit);
        } else if (entry instanceof Aggregate aggregate) {
            encode(aggregate);
        } else if (entry instanceof PoolSample sample) {
            encode(sample);
        } else if (entry instanceof Drops drops) {
            encode(drops);
        } else if (entry instanceof Lease lease) {
            encode(lease);
        } else if (entry instanceof Overhead overhead) {
            encode(overhead);
        } else if (entry instanceof BindSample sample) {
            encode(sample);
        } else if (entry instanceof UnitAggregate aggregate) {
            encode(aggregate);
        } else if (entry instanceof ProcessSample sample) {
            encode(sample);
        }
    }

    /**
     * The fields stand in an order of their own: those that repeat from one execution of a statement to the next, then
     * the times, then those that repeat within a unit. Deflate then finds two long matches instead of many short ones.
     */
    void encode(long session, ExecutionFields execution) {
        begin(CaptureSchema.EXECUTION, session);
        block.writeId(execution.statement);
        block.writeLong(execution.fetchNanos);
        block.writeLong(execution.updateCount);
        block.writeLong(execution.batchSize);
        block.writeString(execution.sqlState);
        block.writeId(execution.callSite);
        block.writeLong(execution.rows);
        block.writeLong(execution.executeNanos);
        block.writeLong(execution.startMicros);
        block.writeLong(execution.sequence);
        block.writeLong(execution.unit);
        block.writeLong(execution.thread);
        block.writeLong(execution.lease);
        block.writeLong(execution.backendPid);
        block.writeLong(execution.transaction);
        block.writeHashes(execution.binds, execution.bindCount);
        if (execution.linked) {
            block.writeLong(1);
            block.writeLong(execution.linkParent);
            block.writeId(execution.linkParentStatement);
            block.writeLong(execution.linkColumn);
            block.writeLong(execution.linkRow);
            block.writeLong(execution.linkBind);
        } else {
            block.writeLong(0);
        }
    }

    private void encode(Session session) {
        begin(CaptureSchema.SESSION, session.session());
        block.writeString(session.service());
        block.writeString(session.version());
        block.writeString(session.host());
        block.writeLong(session.startedMicros());
        block.writeString(session.databaseUrl());
        block.writeString(session.serverVersion());
        block.writeString(session.binds());
        block.writeString(session.hashKey());
        block.writeLong(session.slowThresholdMicros());
        block.writeString(session.profilerVersion());
    }

    private void encode(Statement statement) {
        begin(CaptureSchema.STATEMENT, statement.session());
        block.writeId(statement.id());
        block.writeId(statement.fingerprint());
        block.writeString(statement.sql());
        block.writeNumbers(statement.literalPositions());
        block.writeNumbers(statement.bindTypes());
        block.writeStrings(statement.columns());
        block.writeBoolean(statement.truncated());
    }

    private void encode(CallSite callSite) {
        begin(CaptureSchema.CALL_SITE, callSite.session());
        block.writeId(callSite.id());
        block.writeStrings(callSite.frames());
        block.writeStrings(callSite.hints());
    }

    private void encode(Unit unit) {
        begin(CaptureSchema.UNIT, unit.session());
        block.writeLong(unit.id());
        block.writeString(unit.route());
        block.writeString(unit.traceId());
        block.writeString(unit.kind());
        block.writeLong(unit.startMicros());
    }

    private void encode(Aggregate aggregate) {
        begin(CaptureSchema.AGGREGATE, aggregate.session());
        block.writeId(aggregate.statement());
        block.writeString(aggregate.route());
        block.writeLong(aggregate.fromMicros());
        block.writeLong(aggregate.toMicros());
        block.writeLong(aggregate.count());
        block.writeLong(aggregate.errors());
        block.writeLong(aggregate.rows());
        block.writeLong(aggregate.totalNanos());
        block.writeLong(aggregate.maxNanos());
        block.writeLong(aggregate.details());
        block.writeNumbers(aggregate.buckets());
        block.writeNumbers(aggregate.bucketCounts());
    }

    private void encode(PoolSample sample) {
        begin(CaptureSchema.POOL_SAMPLE, sample.session());
        block.writeString(sample.pool());
        block.writeLong(sample.atMicros());
        block.writeLong(sample.active());
        block.writeLong(sample.idle());
        block.writeLong(sample.pending());
        block.writeLong(sample.max());
        block.writeLong(sample.leases());
        block.writeLong(sample.waitNanos());
        block.writeLong(sample.usageNanos());
        block.writeLong(sample.busyNanos());
        block.writeLong(sample.timeouts());
    }

    private void encode(Drops drops) {
        begin(CaptureSchema.DROPS, drops.session());
        block.writeLong(drops.fromMicros());
        block.writeLong(drops.toMicros());
        block.writeString(drops.reason());
        block.writeLong(drops.executions());
    }

    private void encode(Lease lease) {
        begin(CaptureSchema.LEASE, lease.session());
        block.writeLong(lease.lease());
        block.writeString(lease.pool());
        block.writeLong(lease.unit());
        block.writeLong(lease.thread());
        block.writeLong(lease.startMicros());
        block.writeLong(lease.waitNanos());
        block.writeLong(lease.heldNanos());
        block.writeLong(lease.busyNanos());
        block.writeLong(lease.executions());
        block.writeId(lease.callSite());
    }

    private void encode(Overhead overhead) {
        begin(CaptureSchema.OVERHEAD, overhead.session());
        block.writeLong(overhead.fromMicros());
        block.writeLong(overhead.toMicros());
        block.writeString(overhead.level());
        block.writeLong(overhead.executions());
        block.writeLong(overhead.statementNanos());
        block.writeLong(overhead.callerNanos());
        block.writeLong(overhead.callSiteNanos());
        block.writeLong(overhead.writerNanos());
        block.writeLong(overhead.budget());
    }

    private void encode(BindSample sample) {
        begin(CaptureSchema.BIND_SAMPLE, sample.session());
        block.writeId(sample.statement());
        block.writeLong(sample.sequence());
        block.writeLong(sample.weightNanos());
        block.writeLong(sample.seen());
        if (!sample.values().isEmpty()) {
            block.writeLong(sample.values().size());
            for (KeptValue value : sample.values()) {
                block.writeLong(value.position());
                String text = value.text();
                block.writeLong(text == null ? 0 : 1);
                if (text != null) {
                    block.writeString(text);
                }
            }
        }
        block.writeLong(0);
    }

    private void encode(UnitAggregate aggregate) {
        begin(CaptureSchema.UNIT_AGGREGATE, aggregate.session());
        block.writeString(aggregate.route());
        block.writeString(aggregate.kind());
        block.writeLong(aggregate.fromMicros());
        block.writeLong(aggregate.toMicros());
        block.writeLong(aggregate.units());
        block.writeLong(aggregate.totalNanos());
        block.writeLong(aggregate.maxNanos());
        block.writeNumbers(aggregate.buckets());
        block.writeNumbers(aggregate.bucketCounts());
    }

    private void encode(ProcessSample sample) {
        begin(CaptureSchema.PROCESS_SAMPLE, sample.session());
        block.writeLong(sample.atMicros());
        block.writeLong(sample.heapUsedBytes());
        block.writeLong(sample.heapCommittedBytes());
        block.writeLong(sample.heapMaxBytes());
        block.writeLong(sample.nonHeapUsedBytes());
        block.writeLong(sample.residentBytes());
        block.writeLong(sample.cpuNanos());
        block.writeLong(sample.threads());
    }

    private void begin(int kind, long session) {
        block.writeLong(kind);
        block.writeId(session);
    }
}
