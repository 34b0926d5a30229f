package dev.sonde.sample.nplusone.score;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.sample.nplusone.peer.PeerFinding;
import dev.sonde.sample.nplusone.peer.PeerRule;
import dev.sonde.sample.nplusone.peer.PeerRule.Fault;
import dev.sonde.sample.nplusone.peer.Scope;
import dev.sonde.sample.nplusone.scenario.Label;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A peer's rule. Whatever it reports may fail a build. */
record PeerDetector(PeerRule rule) implements Detector {
    @Override
    public String name() {
        return rule.name();
    }

    @Override
    public Set<Label> looksFor() {
        Set<Label> labels = EnumSet.noneOf(Label.class);
        for (Fault fault : rule.looksFor()) {
            switch (fault) {
                case READ_LOOP -> labels.addAll(Set.of(Label.READ, Label.NESTED, Label.TREE));
                case DUPLICATE -> labels.add(Label.DUPLICATE);
                case WRITE_LOOP -> labels.add(Label.WRITE);
            }
        }
        return labels;
    }

    @Override
    public boolean namesStatement() {
        return rule.namesStatement();
    }

    @Override
    public boolean namesParent() {
        return rule.namesParent();
    }

    @Override
    public boolean namesPlace() {
        return rule.namesPlace();
    }

    @Override
    public boolean hasIdentity() {
        return rule.hasIdentity();
    }

    @Override
    public List<Report> reports(Collection<CaptureRecord> records) {
        return rule.findings(Scope.of(records)).stream().map(this::report).toList();
    }

    private Report report(PeerFinding finding) {
        // no peer's identity is known to hold lines, so none is taken to
        String identity = rule.hasIdentity() ? new TreeSet<>(finding.fingerprints()) + " " + finding.parent() : "";
        return new Report(
                finding.fingerprints(), finding.parent(), finding.stack(), identity, null, true, 1, finding.rule());
    }
}
