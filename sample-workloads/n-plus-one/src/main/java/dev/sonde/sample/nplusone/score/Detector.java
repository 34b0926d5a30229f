package dev.sonde.sample.nplusone.score;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.sample.nplusone.peer.PeerRule;
import dev.sonde.sample.nplusone.scenario.Label;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Something that is scored. */
interface Detector {
    String name();

    /** The labels of faults that it sets out to find. */
    Set<Label> looksFor();

    boolean namesStatement();

    boolean namesParent();

    boolean namesPlace();

    boolean hasIdentity();

    /** What it reports of a capture; what it only mentions is not in it. */
    List<Report> reports(Collection<CaptureRecord> records);

    /** Ours, then the peers. */
    static List<Detector> all() {
        List<Detector> all = new ArrayList<>();
        all.add(new SondeDetector());
        PeerRule.all().forEach(rule -> all.add(new PeerDetector(rule)));
        return all;
    }
}
