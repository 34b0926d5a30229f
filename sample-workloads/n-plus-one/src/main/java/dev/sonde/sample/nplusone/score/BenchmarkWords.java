package dev.sonde.sample.nplusone.score;

/** The sentences of the page; none of them depends on the results. */
final class BenchmarkWords {
    static final String WHAT = """
            Small programs, each with a known answer, run on a real PostgreSQL under Sonde's wrapper; the scenarios are those of the peers' own
            test suites, restated, and some of ours (`sample-workloads/n-plus-one`). Every detector decides on the same captured
            statements. The peers' rules are re-expressed by us from their documentation, as configured by default; what had to be
            adapted is in the Javadoc of the class (`dev.sonde.sample.nplusone.peer`), and in doubt the peer got the better of it. Their
            authors have not seen this. Sonde counts what it calls `CONFIRMED` or `LIKELY`.""";

    static final String SUMMARY = """
            *Recall*: faults found of faults. *Precision*: reports that are
            about a fault, of all reports. *Right parent*, *right place*, *one report a fault* and *same identity*: of the programs in which it
            found a fault.""";

    static final String CLASSES =
            "Faults found of faults; `k ✗` are k reports about something that is no fault; ✓ is silence where silence is right.";

    static final String SIZES = CLASSES
            + " A loop of two is below anybody's idea of a fault: the number in brackets says on how many of those programs the detector speaks, which is neither right nor wrong.";

    static final String SCENARIOS =
            "All frameworks, N of 5 and more. ✓: every fault found, or silence where silence is right; `k/m`: k of m faults found; `k ✗`: k false alarms.";

    static final String NOT_RUN = """
            Numbers 19, 21, 31, 46, 47, 58, 80, 82, 87 and 89 were never given. A scenario is run on a framework where a programmer would
            write it so there: a lazy collection needs a mapper, a session or a proxy is nothing to plain JDBC, and a scenario about how text is
            issued is about JDBC alone. Empty cells were not run. Not run at all: Bullet, nplusone, JPlusOne and
            spring-hibernate-query-utils, which decide by events of an ORM that a stream of statements does not hold; db-util and
            datasource-proxy, which count and leave the number to the user; Sentry's *consecutive queries*, which is about other faults.""";

    static final String READING = """
            - A recall of 1.00 is of these programs only. They were written to be judged, by the same people who wrote one of the detectors.
            - The time of a statement on the loopback is some ten microseconds, so that Sentry's threshold of 50 ms passes almost everything
              here; a remote database would not. The rows *any time* show its rule without the threshold.
            - QuickPerf's rules are annotations that a test's author puts where they fit. Here each is on every program, and a failing test counts as
              finding whatever is wrong in it.
            - Prosopite reports from two executions on, and *below the minimum* is such a case; its users raise `min_n_queries`.
            - *Right place* asks of a peer only that the stack it shows holds the loop's method; of Sonde, that the one frame it names is in it.
            - A peer's identity of a problem is taken as free of line numbers where its documentation does not say.
            """;

    private BenchmarkWords() {}
}
