package dev.sonde.spark;

import java.util.ArrayList;
import java.util.List;

/**
 * What a job does.
 *
 * @param inputs captures, summaries, folders or globs of them, as Hadoop paths
 * @param output the summary to write
 * @param splitBytes about so much of a file is read by one task
 * @param endUnits whether no unit of work goes on in a later file
 */
record FleetOptions(List<String> inputs, String output, long splitBytes, boolean endUnits) {
    private static final long SPLIT_BYTES = 32L << 20;
    private static final long MIN_SPLIT_BYTES = 1 << 10;

    static final String USAGE = "usage: spark-submit sonde-spark.jar CAPTURE|SUMMARY… -o FILE [--end-units]"
            + " [--split-bytes N]: paths of any Hadoop file system; a folder stands for its *.sonde and *.sonde-summary"
            + " files";

    FleetOptions {
        inputs = List.copyOf(inputs);
        if (splitBytes < MIN_SPLIT_BYTES) {
            throw new BadInputException("--split-bytes must be at least " + MIN_SPLIT_BYTES + ": " + splitBytes);
        }
    }

    static FleetOptions of(String... arguments) {
        List<String> inputs = new ArrayList<>();
        String output = "";
        long splitBytes = SPLIT_BYTES;
        boolean endUnits = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "-o", "--output" -> output = value(arguments, ++i);
                case "--split-bytes" -> splitBytes = number(value(arguments, ++i));
                case "--end-units" -> endUnits = true;
                default -> {
                    if (arguments[i].startsWith("-")) {
                        throw new BadInputException(arguments[i] + ": no such option: " + USAGE);
                    }
                    inputs.add(arguments[i]);
                }
            }
        }
        if (inputs.isEmpty() || output.isEmpty()) {
            throw new BadInputException(USAGE);
        }
        return new FleetOptions(inputs, output, splitBytes, endUnits);
    }

    private static String value(String[] arguments, int index) {
        if (index == arguments.length) {
            throw new BadInputException(arguments[index - 1] + ": its value is missing: " + USAGE);
        }
        return arguments[index];
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadInputException("--split-bytes " + text + ": not a number of bytes");
        }
    }
}
