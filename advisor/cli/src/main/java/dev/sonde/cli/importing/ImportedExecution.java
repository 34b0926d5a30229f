package dev.sonde.cli.importing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Executions of one statement as a source tells of them.
 *
 * @param sql the text
 * @param isJdbc whether {@code ?} is a parameter, else {@code $1} is
 * @param parameters by number, null for SQL NULL; null if they are not known
 * @param startMicros since 1970, 0 if not known
 * @param nanos of one execution, -1 if not known
 * @param rows of one execution, -1 if not known
 * @param failed whether the server reported an error
 * @param sqlState of the error, empty if it is not known
 * @param lease number of the connection, 0 if not known
 * @param backendPid 0 if not known
 * @param place where the text stands, {@code name(file:line)}, empty if that says nothing
 */
record ImportedExecution(
        String sql,
        boolean isJdbc,
        @Nullable List<@Nullable String> parameters,
        long startMicros,
        long nanos,
        long rows,
        boolean failed,
        String sqlState,
        long lease,
        int backendPid,
        String place) {

    ImportedExecution {
        parameters = parameters == null ? null : Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    /** An execution of which nothing but the text is known. */
    static ImportedExecution of(String sql, String place) {
        return new ImportedExecution(sql, false, null, 0, -1, -1, false, "", 0, 0, place);
    }
}
