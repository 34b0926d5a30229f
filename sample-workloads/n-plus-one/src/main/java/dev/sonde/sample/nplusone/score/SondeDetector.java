package dev.sonde.sample.nplusone.score;

import dev.sonde.analysis.Findings;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.sample.nplusone.scenario.Label;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ours: what it calls confirmed or likely, of the rules about repeated statements. */
final class SondeDetector implements Detector {
    private static final Set<String> RULES = Set.of("n-plus-one", "duplicate-read", "under-batched");

    @Override
    public String name() {
        return "Sonde";
    }

    @Override
    public Set<Label> looksFor() {
        Set<Label> faults = EnumSet.allOf(Label.class);
        faults.removeIf(label -> !label.isFault());
        return faults;
    }

    @Override
    public boolean namesStatement() {
        return true;
    }

    @Override
    public boolean namesParent() {
        return true;
    }

    @Override
    public boolean namesPlace() {
        return true;
    }

    @Override
    public boolean hasIdentity() {
        return true;
    }

    @Override
    public List<Report> reports(Collection<CaptureRecord> records) {
        WorkloadSummary.Builder summary = WorkloadSummary.builder();
        records.forEach(summary::add);
        List<Report> reports = new ArrayList<>();
        for (Finding finding : Findings.of(summary.build(), FindingOptions.ofDefaults())) {
            if (RULES.contains(finding.rule()) && finding.verdict() != Verdict.SUSPECT) {
                reports.add(report(finding));
            }
        }
        return reports;
    }

    private static Report report(Finding finding) {
        String parent = finding.parent();
        String frame = finding.loopFrame();
        return new Report(
                Set.of(Long.parseUnsignedLong(finding.fingerprint(), 16)),
                parent == null ? null : Long.parseUnsignedLong(parent, 16),
                frame == null ? List.of() : List.of(frame),
                finding.identity(),
                label(finding),
                finding.verdict() == Verdict.CONFIRMED,
                finding.units(),
                finding.verdict() + " " + finding.kind() + (frame == null ? "" : " at " + frame));
    }

    private static @Nullable Label label(Finding finding) {
        return switch (finding.kind()) {
            case "keyed-loop" -> Label.READ;
            case "nested-loop" -> Label.NESTED;
            case "tree-walk" -> Label.TREE;
            case "write-loop", "identity-loop", "cascade-loop" -> Label.WRITE;
            case "sequence-loop" -> Label.SEQUENCE;
            case "duplicate-read" -> Label.DUPLICATE;
            default -> null;
        };
    }
}
