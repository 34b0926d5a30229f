package dev.sonde.benchmarks.soak;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service at one instant.
 *
 * @param heap used bytes after a full collection
 * @param files open file descriptors
 * @param folder bytes of the capture folder
 * @param executions since the start
 * @param connections opened since the start
 */
record SoakState(long seconds, long heap, long threads, long files, long folder, long executions, long connections) {

    static final Pattern LINE = Pattern.compile("^state (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)$");

    static SoakState of(Matcher line) {
        return new SoakState(
                Long.parseLong(line.group(1)),
                Long.parseLong(line.group(2)),
                Long.parseLong(line.group(3)),
                Long.parseLong(line.group(4)),
                Long.parseLong(line.group(5)),
                Long.parseLong(line.group(6)),
                Long.parseLong(line.group(7)));
    }
}
