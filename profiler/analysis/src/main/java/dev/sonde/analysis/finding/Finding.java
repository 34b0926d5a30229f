package dev.sonde.analysis.finding;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something to mend, with its evidence.
 *
 * @param identity the same for the same fault, whatever the line numbers, the literals and the counts; 16 hex digits
 * @param fingerprint of the statement in question, 16 hex digits; empty if it is about a connection pool
 * @param parent fingerprint of the statement whose rows drive it, null if there is none or it is not known
 * @param loopFrame frame that repeats it, null if not known
 * @param executions in all units together
 * @param units units of work in which it was seen
 * @param evidence simple values (text, numbers, booleans, lists of texts) in a fixed order
 */
public record Finding(
        String rule,
        String kind,
        Verdict verdict,
        Severity severity,
        String identity,
        String service,
        String route,
        String fingerprint,
        @Nullable String parent,
        @Nullable String loopFrame,
        long executions,
        long units,
        long savedRoundTrips,
        String message,
        String fix,
        @Nullable Location location,
        Map<String, Object> evidence) {
    public Finding {
        evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    }

    /** How sure it is. Only what is confirmed may fail a build. */
    public enum Verdict {
        CONFIRMED,
        LIKELY,
        SUSPECT
    }

    /** How much it matters, most first. */
    public enum Severity {
        ERROR,
        WARNING,
        INFO
    }

    /** A place in the service's source; line 0 if not known. */
    public record Location(String method, String file, int line) {
        /** Reads {@code package.Class.method(File.java:12)}. */
        public static Location of(String frame) {
            int open = frame.indexOf('(');
            int colon = frame.lastIndexOf(':');
            int close = frame.endsWith(")") ? frame.length() - 1 : frame.length();
            if (open < 0) {
                return new Location(frame, "", 0);
            }
            String method = frame.substring(0, open);
            if (colon < open) {
                return new Location(method, frame.substring(open + 1, Math.max(open + 1, close)), 0);
            }
            try {
                return new Location(
                        method, frame.substring(open + 1, colon), Integer.parseInt(frame, colon + 1, close, 10));
            } catch (NumberFormatException notALine) {
                return new Location(method, frame.substring(open + 1, close), 0);
            }
        }
    }
}
