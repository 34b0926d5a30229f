package dev.sonde.benchmarks.stubbed;

import dev.sonde.benchmarks.competitor.Competitor;

/**
 * One combination that is measured.
 *
 * @param units whether every 20 executions are a unit of work; means something to Sonde only
 * @param paced whether the service works between its executions, so that background threads can keep up
 */
record StubCase(Competitor competitor, Preparation preparation, boolean units, int threads, boolean paced) {

    /** The case of another competitor in the same setting, for comparison. */
    StubCase of(Competitor other) {
        return new StubCase(other, preparation, false, threads, paced);
    }

    String label() {
        return competitor.label() + (units ? ", in units of work" : "");
    }

    /** What it shares with the cases that it is compared with. */
    String setting() {
        return "statement prepared " + (preparation == Preparation.ONCE ? "once" : "for each execution") + ", "
                + threads + (threads == 1 ? " thread" : " threads");
    }
}
