package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.capture.sql.SqlNormalizer;
import dev.sonde.profiler.event.CapturedStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement after normalisation, as the writer thread knows it; one for each identifier. The normal form is worked out
 * again from the service's text, which is kept anyway, whenever a file needs it: twice the texts would be half of the
 * profiler's memory.
 */
final class ResolvedStatement {

    private final long id;
    private final long fingerprint;
    /** Null for a text that is not kept anyway, perhaps of megabytes: its normal form, which is cut, is kept instead. */
    private final @Nullable CapturedStatement source;

    private final @Nullable NormalizedSql kept;
    private final CapturedStatement counted;
    private int writtenInFile;
    private int writtenColumns;

    /**
     * @param source the text that was normalised
     * @param counted under which statement executions are counted
     */
    ResolvedStatement(NormalizedSql normalized, CapturedStatement source, CapturedStatement counted) {
        this.id = normalized.id();
        this.fingerprint = normalized.fingerprint();
        this.source = source.interned() ? source : null;
        this.kept = source.interned() ? null : normalized;
        this.counted = counted;
    }

    private NormalizedSql normalized() {
        return kept == null ? SqlNormalizer.normalize(source == null ? "" : source.sql()) : kept;
    }

    long id() {
        return id;
    }

    long fingerprint() {
        return fingerprint;
    }

    /** The normal form; may be called by any thread. */
    String sql() {
        return normalized().sql();
    }

    /** Whether its values can be of use: the text is whole, and the server has a plan for it. */
    boolean wantsValues() {
        NormalizedSql normalized = normalized();
        return !normalized.truncated() && !normalized.verb().isUtility();
    }

    /** The statement under which executions are counted: the first text with this identifier. */
    CapturedStatement counted() {
        return counted;
    }

    /** Whether the current file lacks the record, or has it without the result columns that are known by now. */
    boolean needsWriting(int file, CapturedStatement captured) {
        return writtenInFile != file || writtenColumns < captured.columns().size();
    }

    /** The record for a file, which then has it. */
    Statement toRecord(long session, CapturedStatement captured, List<Integer> bindTypes, int file) {
        writtenInFile = file;
        writtenColumns = captured.columns().size();
        return toRecord(session, captured, bindTypes);
    }

    Statement toRecord(long session, CapturedStatement captured, List<Integer> bindTypes) {
        NormalizedSql normalized = normalized();
        return new Statement(
                session,
                id,
                fingerprint,
                normalized.sql(),
                normalized.literalPositions(),
                bindTypes,
                captured.columns(),
                normalized.truncated());
    }
}
