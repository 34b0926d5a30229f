package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.profiler.event.CapturedStatement;
import java.util.List;

/** A statement after normalisation, as the writer thread knows it; one for each identifier. */
final class ResolvedStatement {

    private final long id;
    private final long fingerprint;
    private final String sql;
    private final boolean truncated;
    private final boolean planned;
    private final List<Integer> literalPositions;
    private final CapturedStatement counted;
    private int writtenInFile;
    private int writtenColumns;

    ResolvedStatement(
            long id,
            long fingerprint,
            String sql,
            boolean truncated,
            boolean planned,
            List<Integer> literalPositions,
            CapturedStatement counted) {
        this.id = id;
        this.fingerprint = fingerprint;
        this.sql = sql;
        this.truncated = truncated;
        this.planned = planned;
        this.literalPositions = literalPositions;
        this.counted = counted;
    }

    long id() {
        return id;
    }

    long fingerprint() {
        return fingerprint;
    }

    String sql() {
        return sql;
    }

    /** Whether its values can be of use: it is whole, and the server has a plan for it. */
    boolean wantsValues() {
        return planned && !truncated;
    }

    /** The statement under which executions are counted: the first text with this identifier. */
    CapturedStatement counted() {
        return counted;
    }

    /** Whether the current file lacks the record, or has it without the result columns that are known by now. */
    boolean needsWriting(int file, CapturedStatement captured) {
        return writtenInFile != file || writtenColumns < captured.columns().size();
    }

    Statement toRecord(long session, CapturedStatement captured, List<Integer> bindTypes, int file) {
        writtenInFile = file;
        writtenColumns = captured.columns().size();
        return new Statement(session, id, fingerprint, sql, literalPositions, bindTypes, captured.columns(), truncated);
    }
}
