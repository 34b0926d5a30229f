package dev.sonde.cli.history;

import dev.sonde.analysis.reduction.CaptureId;
import dev.sonde.analysis.reduction.SummaryFile;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.file.ContainerReader.Header;
import dev.sonde.cli.capture.CaptureFiles;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.history.store.Additions;
import dev.sonde.cli.history.store.CountedCapture;
import dev.sonde.cli.history.store.Period;
import dev.sonde.cli.history.store.WorkloadPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Captures and summaries as they are to be added to a history: of a capture that is in it already, only what was written since.
 * Reads each capture twice, since a session's record may come behind those of its executions.
 */
final class CaptureAdditions {

    /** A file and how much of it there is. */
    private record Found(Path file, long id, long bytes, long records) {}

    private final Map<Long, Found> files = new LinkedHashMap<>();
    private final Map<Long, Session> sessions = new HashMap<>();
    private final SummaryAdditions summaries;

    private CaptureAdditions(Console console) {
        summaries = new SummaryAdditions(console);
    }

    /** Looks at the files; what is torn is told on the console. */
    static CaptureAdditions of(CaptureFiles captures, Console console) throws IOException {
        CaptureAdditions additions = new CaptureAdditions(console);
        for (Path file : captures.files()) {
            Header header = SummaryAdditions.header(file);
            if (header != null && SummaryFile.isSummary(header)) {
                additions.summaries.read(file, header);
                continue;
            }
            long bytes = Files.size(file);
            long[] records = new long[1];
            new CaptureFiles(List.of(file))
                    .read(
                            entry -> {
                                records[0]++;
                                if (entry instanceof Session session) {
                                    additions.sessions.put(session.session(), session);
                                }
                            },
                            console);
            if (header != null) {
                long id = CaptureId.of(header);
                Found earlier = additions.files.get(id);
                // Of two copies of one file the longer one counts
                if (earlier == null || earlier.records() < records[0]) {
                    additions.files.put(id, new Found(file, id, bytes, records[0]));
                }
            }
        }
        additions.files.keySet().removeAll(additions.summaries.ids());
        return additions;
    }

    /** Captures, those that summaries count included. */
    Set<Long> ids() {
        Set<Long> ids = new TreeSet<>(files.keySet());
        ids.addAll(summaries.ids());
        return ids;
    }

    /** Sessions of the files. */
    Collection<Session> sessions() {
        List<Session> all = new ArrayList<>(sessions.values());
        all.addAll(summaries.sessions());
        return all;
    }

    /**
     * What is not yet in the history.
     *
     * @param known what is
     * @param version to count under, null for those that the captures name
     */
    Additions beyond(
            Map<Long, CountedCapture> known, @Nullable String version, SessionTimes times, Period.Length length) {
        Additions additions = new Additions();
        PeriodBuilders builders = new PeriodBuilders(sessions, times, length);
        for (Found found : files.values()) {
            CountedCapture before = known.get(found.id());
            if (before != null && (before.records() == null || before.records() >= found.records())) {
                continue;
            }
            long from = before == null || before.records() == null ? 0 : before.records();
            read(found, from, builders);
            Instant first = builders.first();
            Instant last = builders.last();
            if (before != null) {
                first = first == null || before.first().isBefore(first) ? before.first() : first;
                last = last == null || before.last().isAfter(last) ? before.last() : last;
            }
            if (first != null && last != null) { // one without a single count says nothing that could count twice
                additions.add(new CountedCapture(found.id(), found.bytes(), found.records(), first, last), before);
            }
        }
        for (WorkloadPart part : builders.build()) {
            additions.add(part, version);
        }
        summaries.addTo(additions, known, version, times, length);
        return additions;
    }

    private static void read(Found found, long from, PeriodBuilders builders) {
        builders.beginFile();
        long[] record = new long[1];
        new CaptureFiles(List.of(found.file())).readAgain((CaptureRecord entry) -> {
            long number = record[0]++;
            if (number < from) {
                builders.addKnown(entry);
            } else if (number < found.records()) { // a service may write on while we read
                builders.add(entry);
            }
        });
    }
}
