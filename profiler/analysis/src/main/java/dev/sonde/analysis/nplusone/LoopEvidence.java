package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Location;
import dev.sonde.analysis.finding.Finding.Severity;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.nplusone.Repetition.Kind;
import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One fault over all units of a route, as its evidence comes together. */
final class LoopEvidence {
    /** One unit's loop. */
    private record Sighting(Loop loop, long parentRows, boolean uncertain, boolean cut) {}

    private final WorkloadSummary summary;
    private final Fault fault;
    private final List<Sighting> sightings = new ArrayList<>();

    LoopEvidence(WorkloadSummary summary, Fault fault) {
        this.summary = summary;
        this.fault = fault;
    }

    void addAll(LoopEvidence other) {
        sightings.addAll(other.sightings);
    }

    long executions() {
        return sightings.stream().mapToLong(s -> s.loop().executions()).sum();
    }

    /**
     * @param parentRows rows of the results the keys came from, -1 if not known
     * @param uncertain whether details of the session were dropped, so that the pattern itself may be another
     * @param cut whether the loop is longer than what was kept of it
     */
    void add(Loop loop, long parentRows, boolean uncertain, boolean cut) {
        sightings.add(new Sighting(loop, parentRows, uncertain, cut));
    }

    Finding finding() {
        Sighting strongest = sightings.stream()
                .max(Comparator.comparingInt((Sighting sighting) -> score(sighting.loop()))
                        .thenComparingInt(sighting -> sighting.loop().executions()))
                .orElseThrow();
        Loop loop = strongest.loop();
        Repetition head = loop.head();
        boolean duplicate = head.kind() == Kind.DUPLICATE;
        boolean uncertain = sightings.stream().anyMatch(Sighting::uncertain);
        boolean atLeast = uncertain || sightings.stream().anyMatch(Sighting::cut);
        boolean proven = head.provenance().isProof();
        boolean scales = scales();
        int score = score(loop) + (scales ? 2 : 0);
        Verdict verdict = duplicate ? duplicateVerdict(uncertain) : loopVerdict(score, proven && !uncertain);
        Statement parent = proven ? summary.statement(head.provenance().parentStatement()) : null;
        long most =
                sightings.stream().mapToLong(s -> s.loop().executions()).max().orElse(0);
        Map<String, Object> evidence = evidence(loop, parent, scales, score, atLeast);
        String frame = head.frames().loop();
        return new Finding(
                duplicate ? "duplicate-read" : "n-plus-one",
                duplicate ? "duplicate-read" : loop.isChain(summary) ? "nested-loop" : "keyed-loop",
                verdict,
                duplicate || verdict == Verdict.SUSPECT
                        ? Severity.INFO
                        : verdict == Verdict.CONFIRMED ? Severity.ERROR : Severity.WARNING,
                fault.identity(),
                fault.service(),
                fault.route(),
                StatementSummary.hex(head.statement().fingerprint()),
                parent == null ? null : StatementSummary.hex(parent.fingerprint()),
                frame,
                executions(),
                sightings.size(),
                sightings.stream().mapToLong(s -> s.loop().savedRoundTrips()).sum(),
                message(duplicate, atLeast, most, head.statement().sql()),
                duplicate ? Fix.ofDuplicate() : Fix.ofLoop(head.frames().hints(), head.readsSingleRows()),
                frame == null ? null : Location.of(frame),
                evidence);
    }

    private Map<String, Object> evidence(
            Loop loop, @Nullable Statement parent, boolean scales, int score, boolean atLeast) {
        Repetition head = loop.head();
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("sql", head.statement().sql());
        evidence.put("distinctBinds", head.distinct());
        if (parent != null) {
            int column = head.provenance().column();
            evidence.put("parentSql", parent.sql());
            evidence.put(
                    "parentColumn",
                    column >= 1 && column <= parent.columns().size()
                            ? parent.columns().get(column - 1)
                            : String.valueOf(column));
            evidence.put("coverage", head.provenance().coverage());
            evidence.put("rowOrder", head.provenance().order());
        }
        evidence.put("scales", scales);
        evidence.put("score", score);
        evidence.put("atLeast", atLeast);
        evidence.put("leafFrames", head.frames().leaves());
        TreeSet<String> others = new TreeSet<>();
        loop.members().stream()
                .skip(1)
                .forEach(member -> others.add(member.statement().sql()));
        if (!others.isEmpty()) {
            evidence.put("alsoInLoop", List.copyOf(others));
        }
        return evidence;
    }

    private static String message(boolean duplicate, boolean atLeast, long most, String sql) {
        String text = sql.length() > 100 ? sql.substring(0, 100) + "…" : sql;
        return (duplicate ? "duplicate-read: " : "n-plus-one: ")
                + (atLeast ? "at least " : "")
                + most
                + " × "
                + text
                + (duplicate ? " with the same values in one unit of work" : " in one unit of work");
    }

    private static Verdict duplicateVerdict(boolean uncertain) {
        return uncertain ? Verdict.LIKELY : Verdict.CONFIRMED;
    }

    private static Verdict loopVerdict(int score, boolean proven) {
        if (score >= 5 && proven) {
            return Verdict.CONFIRMED;
        }
        return score >= 3 ? Verdict.LIKELY : Verdict.SUSPECT;
    }

    /** Weights of reference §2b, without scaling, which only several units show. */
    private static int score(Loop loop) {
        Repetition head = loop.head();
        int score = 0;
        if (head.provenance().isProof()) {
            score += 3 + (head.provenance().followsRows() ? 2 : 0);
        }
        score += head.frames().loop() != null ? 2 : 0;
        score += head.readsSingleRows() ? 1 : 0;
        score += head.frames().isLazyLoad() ? 2 : 0;
        // Few keys asked for again and again are rather a missing cache than a loop over rows
        score -= head.distinct() < 5 ? 2 : 0;
        return score;
    }

    /** Whether units with more parent rows have as many more executions. */
    private boolean scales() {
        TreeSet<Long> sizes = new TreeSet<>();
        for (Sighting sighting : sightings) {
            Repetition head = sighting.loop().head();
            if (sighting.parentRows() > 0
                    && !sighting.cut()
                    && head.provenance().isProof()) {
                double ratio = (double) head.count() / sighting.parentRows();
                if (ratio < 0.8 || ratio > 1.2) {
                    return false;
                }
                sizes.add(sighting.parentRows());
            }
        }
        return sizes.size() >= 2;
    }
}
