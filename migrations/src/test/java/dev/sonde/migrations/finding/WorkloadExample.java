package dev.sonde.migrations.finding;

import java.util.List;

/**
 * A rule about captured statements.
 *
 * @param captured what services send, with parameters
 */
public record WorkloadExample(RuleExample files, List<String> captured) {
    @Override
    public String toString() {
        return files.toString();
    }
}
