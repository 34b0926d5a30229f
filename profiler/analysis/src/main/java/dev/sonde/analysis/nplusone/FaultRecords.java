package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.unit.UnitKey;
import java.util.List;
import java.util.TreeSet;

/** Faults and sightings as records of a summary. */
final class FaultRecords {

    private FaultRecords() {}

    static void write(Fault fault, FaultEvidence evidence, SummaryOutput out) {
        out.begin(SummaryKind.FAULT)
                .text(fault.service())
                .text(fault.route())
                .text(fault.kind().name())
                .text(fault.loopMethod())
                .id(fault.fingerprint());
        evidence.write(out);
        out.end();
    }

    static Fault fault(SummaryInput in) {
        return new Fault(in.text(), in.text(), Kind.valueOf(in.text()), in.text(), in.id());
    }

    static void write(Sighting sighting, SummaryOutput out) {
        Frames frames = sighting.frames();
        Provenance provenance = sighting.provenance();
        String loop = frames.loop();
        out.id(sighting.unit().session())
                .number(sighting.unit().unit())
                .text(sighting.kind().name())
                .flag(sighting.chain())
                .id(sighting.statement())
                .ids(sighting.others())
                .text(loop == null ? "" : loop)
                .texts(frames.leaves())
                .texts(frames.path())
                .texts(frames.hints())
                .id(provenance.parentStatement())
                .number(provenance.column())
                .number(provenance.bind())
                .numbers(new TreeSet<>(provenance.parents()))
                .real(provenance.coverage())
                .real(provenance.order())
                .number(provenance.distinct())
                .flag(sighting.proven())
                .number(sighting.distinct())
                .numbers(sighting.varying())
                .flag(sighting.singleRows())
                .number(sighting.executions())
                .number(sighting.headExecutions())
                .number(sighting.savedRoundTrips())
                .number(sighting.score());
    }

    static Sighting sighting(SummaryInput in) {
        return new Sighting(
                new UnitKey(in.id(), in.number()),
                Kind.valueOf(in.text()),
                in.flag(),
                in.id(),
                in.ids(),
                frames(in.text(), in.texts(), in.texts(), in.texts()),
                new Provenance(
                        in.id(),
                        in.integer(),
                        in.integer(),
                        new TreeSet<>(in.numbers()),
                        in.real(),
                        in.real(),
                        in.integer()),
                in.flag(),
                in.integer(),
                in.integers(),
                in.flag(),
                in.number(),
                in.number(),
                in.number(),
                in.integer());
    }

    private static Frames frames(String loop, List<String> leaves, List<String> path, List<String> hints) {
        return new Frames(loop.isEmpty() ? null : loop, leaves, path, hints);
    }
}
