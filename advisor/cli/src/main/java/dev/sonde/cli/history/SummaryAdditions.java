package dev.sonde.cli.history;

import dev.sonde.analysis.reduction.CaptureId;
import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.reduction.SummaryFile;
import dev.sonde.analysis.reduction.SummaryFormatException;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.file.ContainerReader;
import dev.sonde.capture.file.ContainerReader.Header;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.history.store.Additions;
import dev.sonde.cli.history.store.CountedCapture;
import dev.sonde.cli.history.store.Period;
import dev.sonde.cli.history.store.WorkloadPart;
import dev.sonde.cli.output.Figures;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Summaries as they are to be added to a history: each as a whole, on the day it begins, since a summary does not tell one day
 * from another. The captures that it counts count with it.
 */
final class SummaryAdditions {

    /**
     * A summary.
     *
     * @param sources bytes by capture; the summary itself if it names none
     */
    private record Found(Path file, Reduction reduction, Map<Long, Long> sources) {}

    private final Console console;
    private final List<Found> files = new ArrayList<>();
    private final Map<Long, Found> countedBy = new HashMap<>();

    SummaryAdditions(Console console) {
        this.console = console;
    }

    /** The header of a container; null if the file is none. */
    static @Nullable Header header(Path file) throws IOException {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file));
                ContainerReader reader = new ContainerReader(stream)) {
            return reader.readHeader();
        }
    }

    /** Reads a summary. */
    void read(Path file, Header header) throws IOException {
        Reduction reduction;
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            reduction = Reduction.withoutCaches()
                    .addBlocks(SummaryFile.read(stream, file.toString()).blocks())
                    .build();
        } catch (SummaryFormatException e) {
            throw CommandFailure.badInput(String.valueOf(e.getMessage()), e);
        }
        Map<Long, Long> sources = new TreeMap<>(reduction.sources().bytesByFile());
        if (sources.isEmpty()) {
            sources.put(CaptureId.of(header), Files.size(file));
        }
        Found found = new Found(file, reduction, sources);
        for (long source : sources.keySet()) {
            Found other = countedBy.get(source);
            if (other != null && other.sources().equals(sources)) {
                return; // a copy
            }
            if (other != null) {
                throw CommandFailure.badInput(
                        file + ": counts captures that " + other.file() + " counts too: leave one of" + " the two out");
            }
        }
        sources.keySet().forEach(source -> countedBy.put(source, found));
        files.add(found);
        warnOfMixedVersions(file, reduction);
    }

    private void warnOfMixedVersions(Path file, Reduction reduction) {
        Map<String, Set<String>> versions = new TreeMap<>();
        for (Session session : reduction.summary().sessions()) {
            versions.computeIfAbsent(session.service(), service -> new TreeSet<>())
                    .add(Names.version(session.version()));
        }
        versions.forEach((service, of) -> {
            if (of.size() > 1) {
                console.warn(file + ": mixes versions " + String.join(", ", of) + " of " + Names.service(service)
                        + ", so that nobody can tell which of them has its findings: they are left out; make a summary of"
                        + " each version, or add the captures");
            }
        });
    }

    /** Captures that summaries count. */
    Set<Long> ids() {
        return countedBy.keySet();
    }

    /** Sessions of all summaries. */
    Collection<Session> sessions() {
        return files.stream()
                .flatMap(found -> found.reduction().summary().sessions().stream())
                .toList();
    }

    /** Adds those that are not in the history. */
    void addTo(
            Additions additions,
            Map<Long, CountedCapture> known,
            @Nullable String version,
            SessionTimes times,
            Period.Length length) {
        for (Found found : files) {
            long before =
                    found.sources().keySet().stream().filter(known::containsKey).count();
            if (before == found.sources().size()) {
                continue;
            }
            if (before > 0) {
                throw CommandFailure.badInput(found.file() + ": " + Figures.count(before) + " of the "
                        + Figures.count(found.sources().size())
                        + " captures that it counts are in the history already: add the other captures themselves, or a"
                        + " summary of them");
            }
            add(found, additions, version, times, length);
        }
    }

    private void add(
            Found found, Additions additions, @Nullable String version, SessionTimes times, Period.Length length) {
        Collection<Session> sessions = found.reduction().summary().sessions();
        sessions.forEach(times::start);
        Instant first = found.reduction().spans().from(sessions).orElseGet(() -> times.start(null));
        Instant last = found.reduction().spans().to(sessions).orElse(first);
        Period period = Period.of(first, length);
        if (!period.equals(Period.of(last, length))) {
            console.warn(found.file() + ": is of " + first + " to " + last
                    + " and counts where it begins: a summary does not" + " tell how much of it was when");
        }
        additions.add(new WorkloadPart(period, first, last, found.reduction().summary()), version);
        found.sources().forEach((id, bytes) -> additions.add(new CountedCapture(id, bytes, null, first, last), null));
    }
}
