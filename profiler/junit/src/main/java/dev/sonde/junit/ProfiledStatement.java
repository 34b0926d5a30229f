package dev.sonde.junit;

import dev.sonde.capture.sql.Verb;
import java.time.Duration;
import java.util.List;

/**
 * One statement of a profile.
 *
 * @param sql in its normal form, literals taken out
 * @param total time of all executions, fetching included
 * @param slowest time of the slowest one
 * @param frames the test's or the service's own frames that executed it, innermost ones only
 */
public record ProfiledStatement(
        String sql, Verb verb, long executions, Duration total, Duration slowest, List<String> frames) {
    public ProfiledStatement {
        frames = List.copyOf(frames);
    }
}
