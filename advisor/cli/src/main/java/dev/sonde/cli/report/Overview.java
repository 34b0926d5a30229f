package dev.sonde.cli.report;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.cli.output.Figures;
import dev.sonde.cli.report.Report.Session;
import dev.sonde.cli.report.Report.StatementTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Sentences and figures that the text and the Markdown report share. */
final class Overview {

    /** A line at the top of the report. */
    record Fact(String name, String text) {}

    /** Evidence that the message or the lines about where time went tell in words. */
    private static final Map<String, Set<String>> TOLD = Map.of(
            "slow-query",
            Set.of(
                    "statement",
                    "slowExecutions",
                    "executeMillis",
                    "fetchMillis",
                    "lockTimeouts",
                    "deadlocks",
                    "stuckExecutions",
                    "stuckMillis",
                    "waitedForConnection",
                    "poolWaits",
                    "poolWaitMillis"),
            "cacheable-read",
            Set.of(
                    "statement",
                    "reads",
                    "hits",
                    "hitRatio",
                    "savedMillis",
                    "entries",
                    "timeToLiveMillis",
                    "evictedOnWrite",
                    "staleWithoutEviction"));

    /** Heading of the table of caches. */
    static final String CACHES =
            "What caches in the service would have answered (share of reads by time to live, most entries tried;"
                    + " saved if writes evict)";

    static final String NOT_CHECKED = "Not checked";

    private Overview() {}

    static String withoutBinds(long executions) {
        return Figures.counted(executions, "read") + " came without binds, so that nothing is said of caching them";
    }

    static List<Fact> of(Report report) {
        Session session = report.session();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("service", join(session.services()) + on(session.hosts())));
        if (!session.databases().isEmpty()) {
            facts.add(new Fact(
                    "database",
                    join(session.databases())
                            + (session.serverVersions().isEmpty()
                                    ? ""
                                    : ", PostgreSQL " + join(session.serverVersions()))));
        }
        facts.add(new Fact("captured", captured(report)));
        for (Report.Imported imported : session.imports()) {
            facts.add(new Fact(
                    "imported",
                    "from " + imported.source() + ": " + imported.unknown()
                            + ", so N+1 loops, duplicate reads and pools could not be checked"));
        }
        if (session.executions() > 0 && (session.imports().isEmpty() || session.totalMillis() > 0)) {
            facts.add(new Fact(
                    "time",
                    Figures.millis(session.averageMillis()) + " per execution on average, "
                            + Figures.millis(session.totalMillis()) + " in all"
                            + (session.errors() > 0
                                    ? ", " + Figures.counted(session.errors(), "execution") + " failed"
                                    : "")));
        }
        report.targets().stream()
                .filter(target -> !target.outcome().equals("not-known"))
                .forEach(target -> facts.add(new Fact("target", target.name() + " " + Targets.words(target))));
        long unwanted = report.drops().byReason().getOrDefault(Summarized.SUMMARY, 0L);
        if (unwanted > 0) {
            facts.add(new Fact(
                    "summaries",
                    "of " + Figures.counted(unwanted, "execution")
                            + " only counts and times were written (sonde.detail=summary): no N+1 loop, duplicate or"
                            + " cacheable read can be found among them"));
        }
        long lost = report.drops().executions() - unwanted;
        if (lost > 0) {
            StringJoiner reasons = new StringJoiner(", ", " (", ")");
            report.drops().byReason().forEach((reason, count) -> {
                if (!reason.equals(Summarized.SUMMARY)) {
                    reasons.add(reason + " " + Figures.count(count));
                }
            });
            facts.add(new Fact(
                    "lost",
                    "details of " + Figures.counted(lost, "execution") + reasons
                            + ": they are in all counts and times, but findings are \"at least\""));
        }
        if (report.profiler() != null) {
            facts.add(new Fact("profiler", PoolUses.line(report.profiler())));
        }
        Report.Snapshot snapshot = session.snapshot();
        if (snapshot != null) {
            facts.add(new Fact(
                    "snapshot",
                    snapshot.database() + ", PostgreSQL " + snapshot.serverVersion() + ", taken " + snapshot.takenAt()
                            + ", " + Figures.counted(snapshot.tables(), "table") + ", "
                            + Figures.counted(snapshot.indexes(), "index").replace("indexs", "indexes")));
        }
        return facts;
    }

    private static String captured(Report report) {
        Session session = report.session();
        String source = Figures.counted(session.files(), "file");
        if (session.executions() == 0) {
            return "no executions in " + source + ": the service issued no statement while it was profiled";
        }
        String when = "";
        Instant from = session.from();
        Instant to = session.to();
        if (from != null && to != null) {
            when = from.truncatedTo(ChronoUnit.SECONDS) + ", "
                    + Figures.millis((double) Duration.between(from, to).toMillis()) + ": ";
        }
        return when + Figures.counted(session.executions(), "execution") + " of "
                + statements(report)
                + (session.units() == 0 && !session.imports().isEmpty()
                        ? ", "
                        : " in " + Figures.counted(session.units(), "unit") + " of work, ")
                + source;
    }

    /** Those of which only sums are kept are not one statement. */
    private static String statements(Report report) {
        long known = report.statements().stream()
                .filter(statement -> !statement.sql().equals(StatementLimit.OTHERS_NAME))
                .count();
        return Figures.counted(known, "statement")
                + (known < report.statements().size() ? " and others" : "");
    }

    private static String on(List<String> hosts) {
        return hosts.isEmpty() ? "" : " on " + (hosts.size() <= 3 ? join(hosts) : hosts.size() + " hosts");
    }

    private static String join(List<String> parts) {
        return parts.isEmpty() ? "not named" : String.join(", ", parts);
    }

    static String findings(Report report) {
        return Figures.counted(report.findings().size(), "finding") + ": "
                + Figures.counted(report.count(Finding.Severity.ERROR), "error") + ", "
                + Figures.counted(report.count(Finding.Severity.WARNING), "warning");
    }

    /** What is said where there are no findings. */
    static String noFindings(Report report) {
        return report.session().imports().isEmpty() ? "No findings" : "No findings of what could be checked";
    }

    /** Text of a statement by its fingerprint. */
    static String statement(Report report, String fingerprint) {
        return report.statements().stream()
                .filter(times -> times.fingerprint().equals(fingerprint))
                .map(times -> fingerprint + " " + times.sql())
                .findFirst()
                .orElse(fingerprint);
    }

    static String cost(Finding finding) {
        String cost = Figures.counted(finding.executions(), "execution")
                + (finding.units() > 0 ? " in " + Figures.counted(finding.units(), "unit") + " of work" : "");
        return finding.savedRoundTrips() > 0
                ? cost + "; the fix saves " + Figures.counted(finding.savedRoundTrips(), "round trip")
                : cost;
    }

    /** A location as a stack trace writes it. */
    static String place(Finding.Location location) {
        return location.file().isEmpty()
                ? location.method()
                : location.method() + "(" + location.file() + ":" + location.line() + ")";
    }

    static String evidence(Finding finding) {
        StringJoiner text = new StringJoiner(", ");
        Set<String> told = TOLD.getOrDefault(finding.rule(), Set.of());
        finding.evidence().forEach((name, value) -> {
            // What the other lines say already; all of it is in the JSON.
            if (!(value instanceof Collection)
                    && !name.toLowerCase(Locale.ROOT).endsWith("sql")
                    && !told.contains(name)) {
                text.add(words(name) + " " + value(value));
            }
        });
        return text.toString();
    }

    private static String words(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private static String value(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return Figures.number(((Number) value).doubleValue());
        }
        return value instanceof Number number ? Figures.count(number.longValue()) : String.valueOf(value);
    }

    static String statementsHeading(Report report, int limit) {
        int all = report.statements().size();
        return "Statements by total time" + (all > limit ? " (first " + limit + " of " + Figures.count(all) + ")" : "");
    }

    /** A source that does not tell rows leaves their sum at 0. */
    private static String rows(Report report, StatementTimes times) {
        boolean unknown = times.rows() == 0 && !report.session().imports().isEmpty();
        return times.calls() == 0 || unknown ? "-" : Figures.number((double) times.rows() / times.calls());
    }

    static String[] cells(Report report, StatementTimes times, String statement) {
        return new String[] {
            Figures.count(times.calls()),
            Figures.millis(times.totalMillis()),
            Figures.share(times.totalMillis(), report.session().totalMillis()),
            Figures.millis(times.averageMillis()),
            Figures.millis(times.p95Millis()),
            Figures.millis(times.maxMillis()),
            rows(report, times),
            statement
        };
    }
}
