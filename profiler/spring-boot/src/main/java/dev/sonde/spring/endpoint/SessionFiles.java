package dev.sonde.spring.endpoint;

import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.profiler.session.CaptureSession;
import dev.sonde.spring.SondeProperties.FindingLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The files of running sessions, the newest first, as many of them as the limits allow. */
final class SessionFiles {

    private static final String SUFFIX = ".sonde";

    private final FindingLimits limits;
    private final List<String> notes = new ArrayList<>();
    private long bytes;
    private long executions;
    private long passedOver;

    SessionFiles(FindingLimits limits) {
        this.limits = limits;
    }

    /** What was left out, and why. */
    List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        if (passedOver > 0) {
            all.add("cut: the details of " + passedOver + " executions were passed over after " + limits.maxExecutions()
                    + " (sonde.findings.max-executions); counts and times are complete");
        }
        return all;
    }

    /** Executions looked at in detail. */
    long executions() {
        return executions;
    }

    WorkloadSummary summary(CaptureSession session) {
        WorkloadSummary.Builder summary = WorkloadSummary.builder();
        int unread = 0;
        for (Path file : files(session)) {
            long size = file.toFile().length();
            if (unread > 0 || (bytes > 0 && bytes + size > limits.maxSize().toBytes())) {
                unread++;
                continue;
            }
            bytes += size;
            try {
                CaptureReader.read(file, entry -> add(summary, entry));
            } catch (IOException e) {
                notes.add("not read: " + e.getMessage());
            }
        }
        if (unread > 0) {
            notes.add("cut: " + unread + " older files were not read (sonde.findings.max-size)");
        }
        return summary.build();
    }

    private void add(WorkloadSummary.Builder summary, CaptureRecord entry) {
        if (entry instanceof CaptureRecord.Execution) {
            if (executions == limits.maxExecutions()) {
                passedOver++;
                return;
            }
            executions++;
        }
        summary.add(entry);
    }

    /** A session's files carry its identifier and their number in their names. */
    private List<Path> files(CaptureSession session) {
        if (!session.keepsFiles()) {
            notes.add("not read: " + session.service() + " writes no files (sonde.folder=none)");
            return List.of();
        }
        String id = "-" + HexFormat.of().toHexDigits(session.session()) + "-";
        try (Stream<Path> listed = Files.list(session.folder())) {
            return listed.filter(
                            file -> name(file).endsWith(SUFFIX) && name(file).contains(id))
                    .sorted(Comparator.comparingInt((Path file) -> number(name(file), id))
                            .reversed())
                    .toList();
        } catch (IOException e) {
            notes.add("not read: " + e);
            return List.of();
        }
    }

    private static int number(String name, String id) {
        try {
            return Integer.parseInt(name, name.lastIndexOf(id) + id.length(), name.length() - SUFFIX.length(), 10);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
