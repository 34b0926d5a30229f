package dev.sonde.spring.live;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Severity;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.text.FindingText;
import dev.sonde.analysis.text.VisibleLine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says each confirmed finding once, at the second look at which it is there: at the first its unit of work may still go
 * on. So many in a minute; the others wait for the next one, and one line says how many. What is only informative is
 * counted, not said. Not threadsafe.
 */
final class FindingLog {

    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int MAX_IDENTITIES = 10_000;

    private final int maxPerMinute;
    private final FindingCounts counts;
    private final LongSupplier nanoClock;
    private final Consumer<String> log;
    private final Set<String> done = new HashSet<>();
    private final Set<String> counted = new HashSet<>();
    private Set<String> before = Set.of();
    private long minuteBegan;
    private int saidInMinute;
    private boolean saidHeldBack;

    FindingLog(int maxPerMinute, FindingCounts counts, LongSupplier nanoClock, Consumer<String> log) {
        this.maxPerMinute = maxPerMinute;
        this.counts = counts;
        this.nanoClock = nanoClock;
        this.log = log;
        this.minuteBegan = nanoClock.getAsLong();
    }

    /**
     * Takes what is there now, most serious first.
     *
     * @return whether some of it waits to be said
     */
    boolean look(List<Finding> findings) {
        long now = nanoClock.getAsLong();
        if (now - minuteBegan >= MINUTE_NANOS) {
            minuteBegan = now;
            saidInMinute = 0;
            saidHeldBack = false;
        }
        Set<String> confirmed = new HashSet<>();
        int heldBack = 0;
        for (Finding finding : findings) {
            String identity = finding.identity();
            if (finding.verdict() != Verdict.CONFIRMED || done.contains(identity) || done.size() >= MAX_IDENTITIES) {
                continue;
            }
            confirmed.add(identity);
            if (!before.contains(identity)) {
                continue;
            }
            if (counted.add(identity)) {
                counts.add(finding.rule(), finding.kind());
            }
            if (finding.severity() == Severity.INFO) {
                done.add(identity);
            } else if (saidInMinute < maxPerMinute) {
                saidInMinute++;
                done.add(identity);
                log.accept(message(finding));
            } else {
                heldBack++;
            }
        }
        if (heldBack > 0 && !saidHeldBack) {
            saidHeldBack = true;
            log.accept("Sonde: " + heldBack + (heldBack == 1 ? " more finding was" : " more findings were")
                    + " held back (sonde.live.max-per-minute=" + maxPerMinute + ") and will follow");
        }
        confirmed.removeAll(done);
        before = confirmed;
        return !confirmed.isEmpty();
    }

    private static String message(Finding finding) {
        String route = VisibleLine.shortened(finding.route(), 200);
        return "Sonde found" + (route.isEmpty() ? "" : " in " + route) + "\n" + FindingText.of(finding);
    }
}
