package dev.sonde.analysis.cache;

import dev.sonde.analysis.cache.StatementCaching.Cell;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Location;
import dev.sonde.analysis.finding.Finding.Severity;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.hash.ContentHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reports reads for which a cache pays. */
public final class CacheableReads {
    /**
     * Time that has to be saved, as a share of all captured statement time of the service: what saves less is not seen in
     * any figure of the service, and a cache always costs memory, code and the risk of an old answer.
     */
    static final double MIN_SHARE_OF_TIME = 0.01;
    /** With fewer hits the ratio is chance. */
    static final long MIN_HITS = 100;
    /** Old answers among the hits of a cache whose entries only expire: one in a hundred is for the reader to judge. */
    static final double MAX_STALE_SHARE = 0.01;
    /**
     * The same where captured writes evict: what the service does not see being written (other programs, triggers) is
     * likely as frequent as what it does, and a cache that is wrong for a fifth of its hits then is none to advise.
     */
    static final double MAX_STALE_SHARE_EVICTING = 0.2;
    /** A smaller or shorter-lived cache is preferred while it saves this much of the most. */
    private static final double NEARLY = 0.9;

    /** A cache that may be advised. */
    record Choice(Cell cell, boolean evicting) {
        long hits() {
            return evicting ? cell.evictingHits() : cell.hits();
        }

        double savedMillis() {
            return evicting ? cell.evictingSavedMillis() : cell.savedMillis();
        }
    }

    private record Name(String service, String version, long statement) {}

    private CacheableReads() {}

    /**
     * The findings.
     *
     * @param loops fingerprints of statements that N+1 findings are about: the loop is to be fixed first
     */
    public static List<Finding> detect(CacheSimulation caches, WorkloadSummary summary, Set<String> loops) {
        List<Finding> findings = new ArrayList<>();
        Map<Name, StatementSummary> statements = new HashMap<>();
        for (StatementSummary statement : summary.statements()) {
            statements.put(
                    new Name(
                            statement.service(),
                            statement.version(),
                            statement.statement().id()),
                    statement);
        }
        for (StatementCaching caching : caches.statements()) {
            double total = caches.totalMillis(caching.service(), caching.version());
            choice(caching, total).ifPresent(choice -> {
                StatementSummary statement = statements.get(new Name(
                        caching.service(),
                        caching.version(),
                        caching.statement().id()));
                String route = "";
                List<String> leaves = List.of();
                if (statement != null) {
                    leaves = statement.leafFrames();
                    route = statement.routes().entrySet().stream()
                            .max(Map.Entry.comparingByValue())
                            .map(Map.Entry::getKey)
                            .orElse("");
                }
                boolean loop =
                        loops.contains(ContentHash.hex(caching.statement().fingerprint()));
                findings.add(finding(caching, choice, total, route, leaves, loop));
            });
        }
        return findings;
    }

    /** The smallest cache that saves nearly the most, if one pays. */
    static Optional<Choice> choice(StatementCaching caching, double totalMillis) {
        if (!caching.obstacle().isEmpty()) {
            return Optional.empty();
        }
        List<Choice> choices = new ArrayList<>();
        for (Cell cell : caching.cells()) {
            if (cell.staleShare() <= MAX_STALE_SHARE) {
                choices.add(new Choice(cell, false));
            }
        }
        for (Cell cell : caching.cells()) {
            if (cell.staleHits() > 0 && cell.staleShare() <= MAX_STALE_SHARE_EVICTING) {
                choices.add(new Choice(cell, true));
            }
        }
        double most = choices.stream().mapToDouble(Choice::savedMillis).max().orElse(0);
        // What a unit reads twice it could keep itself: that is duplicate-read's to say
        double needed = caching.repeatMillisInUnit() + MIN_SHARE_OF_TIME * totalMillis;
        return choices.stream()
                .filter(choice -> choice.savedMillis() >= NEARLY * most)
                .findFirst()
                .filter(choice -> choice.savedMillis() >= needed && choice.savedMillis() > 0)
                .filter(choice -> choice.hits() - caching.repeatsInUnit() >= MIN_HITS);
    }

    private static Finding finding(
            StatementCaching caching,
            Choice choice,
            double totalMillis,
            String route,
            List<String> leaves,
            boolean loop) {
        String identity = "cacheable-read|" + caching.service() + '|'
                + ContentHash.hex(caching.statement().id());
        return new Finding(
                "cacheable-read",
                "cacheable-read",
                caching.atLeast() || caching.estimated() || caching.othersUnknown() ? Verdict.SUSPECT : Verdict.LIKELY,
                Severity.INFO,
                ContentHash.hex(ContentHash.of(identity + '|' + caching.version())),
                caching.service(),
                route,
                ContentHash.hex(caching.statement().fingerprint()),
                null,
                null,
                caching.reads(),
                0,
                choice.hits(),
                CachingWords.message(caching, choice),
                CachingWords.fix(caching, choice, loop),
                leaves.isEmpty() ? null : Location.of(leaves.get(0)),
                CachingWords.evidence(caching, choice, totalMillis, leaves));
    }
}
