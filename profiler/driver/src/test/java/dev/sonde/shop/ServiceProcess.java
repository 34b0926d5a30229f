package dev.sonde.shop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A service in a Java process of its own, with the class path of the tests, that says {@code name value} lines. */
final class ServiceProcess {

    private ServiceProcess() {}

    /** The command that runs the main class. */
    static List<String> command(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs the command to its end and answers what it said. */
    static Map<String, String> run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("exit " + process.exitValue() + ": " + output);
        }
        Map<String, String> said = new HashMap<>();
        output.lines().filter(line -> line.matches("[a-z]+ .+")).forEach(line -> {
            int space = line.indexOf(' ');
            said.put(line.substring(0, space), line.substring(space + 1));
        });
        return said;
    }

    /** Says what the capture holds; the other end of {@link #run}. */
    static void say(long executed, Captured captured) {
        System.out.println("executed " + executed);
        System.out.println("counted " + captured.counted());
        System.out.println("detailed " + captured.detailed());
        System.out.println("dropped " + captured.dropped());
        System.out.println("torn " + captured.tornFiles());
        System.out.println("rows "
                + captured.aggregates().stream()
                        .mapToLong(aggregate -> aggregate.rows())
                        .sum());
        System.out.println("reasons "
                + captured.drops().stream()
                        .map(drops -> drops.reason())
                        .distinct()
                        .sorted()
                        .toList());
    }
}
