package dev.sonde.benchmarks.throughput;

import dev.sonde.benchmarks.competitor.Competitor;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the services that take turns.
 *
 * @param units whether every 20 reads are a unit of work; means something to Sonde only
 */
record Subject(Competitor competitor, boolean units) {

    static final Subject RAW = new Subject(Competitor.RAW, false);

    static List<Subject> everyone() {
        List<Subject> subjects = new ArrayList<>();
        for (Competitor competitor : Competitor.values()) {
            subjects.add(new Subject(competitor, false));
        }
        subjects.add(new Subject(Competitor.SONDE, true));
        subjects.add(new Subject(Competitor.SONDE_UNLIMITED, true));
        return subjects;
    }

    String label() {
        return competitor.label() + (units ? ", in units of work" : "");
    }
}
