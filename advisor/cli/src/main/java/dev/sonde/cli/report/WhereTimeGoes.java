package dev.sonde.cli.report;

import dev.sonde.analysis.summary.RouteTotals;
import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.sql.TableAccess;
import dev.sonde.cli.report.Report.Part;
import dev.sonde.cli.report.Report.PartStatement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The statements' time by route, table and call site. */
final class WhereTimeGoes {

    private record Key(String name, String service, String version) {}

    private static final class Sums {
        private final List<PartStatement> statements = new ArrayList<>();
        private boolean estimated;

        void add(String statement, long calls, double millis) {
            statements.add(new PartStatement(statement, calls, millis));
        }

        /** What was imported without times has sums of 0, and nobody knows what it took. */
        Part part(Key key) {
            double millis =
                    statements.stream().mapToDouble(PartStatement::totalMillis).sum();
            statements.sort(Comparator.comparingDouble(PartStatement::totalMillis)
                    .reversed()
                    .thenComparing(PartStatement::statement));
            return new Part(
                    key.name(),
                    key.service(),
                    key.version(),
                    statements.stream().mapToLong(PartStatement::calls).sum(),
                    millis > 0 ? millis : Double.NaN,
                    estimated,
                    statements);
        }
    }

    private final Map<Key, Sums> parts = new LinkedHashMap<>();

    private WhereTimeGoes() {}

    static Report.Where of(WorkloadSummary summary) {
        WhereTimeGoes routes = new WhereTimeGoes();
        WhereTimeGoes tables = new WhereTimeGoes();
        WhereTimeGoes sites = new WhereTimeGoes();
        for (RouteTotals totals : summary.routes()) {
            routes.sums(totals.route(), totals.service(), totals.version())
                    .add(totals.statement(), totals.calls(), totals.totalNanos() / 1e6);
        }
        for (StatementSummary statement : summary.statements()) {
            if (statement.calls() > 0) {
                tables.addTables(statement);
                sites.addCallSites(statement);
            }
        }
        return new Report.Where(routes.parts(), tables.parts(), sites.parts());
    }

    /** Tables that a statement names, without schema. */
    static List<String> tables(StatementSummary statement) {
        TableAccess access = TableAccess.of(statement.statement().sql());
        TreeSet<String> tables = new TreeSet<>(access.reads());
        tables.addAll(access.writes());
        return List.copyOf(tables);
    }

    private void addTables(StatementSummary statement) {
        List<String> tables = tables(statement);
        for (String table : tables.isEmpty() ? List.of("") : tables) {
            sums(table, statement).add(statement.id(), statement.calls(), statement.totalNanos() / 1e6);
        }
    }

    /** Sites are sampled: what was executed at several is divided as its sample is. */
    private void addCallSites(StatementSummary statement) {
        Map<String, Long> samples = new LinkedHashMap<>();
        for (StatementSummary.SiteCount site : statement.callSites()) {
            if (site.site().id() == 0) { // stands for those that were let go
                samples.merge("", site.count(), Long::sum);
            } else if (!site.site().frames().isEmpty()) {
                samples.merge(site.site().frames().get(0), site.count(), Long::sum);
            }
        }
        double millis = statement.totalNanos() / 1e6;
        if (samples.isEmpty()) {
            sums("", statement).add(statement.id(), statement.calls(), millis);
            return;
        }
        double all = samples.values().stream().mapToLong(Long::longValue).sum();
        samples.forEach((frame, count) -> {
            Sums sums = sums(frame, statement);
            sums.estimated |= samples.size() > 1;
            sums.add(statement.id(), Math.round(statement.calls() * (count / all)), millis * (count / all));
        });
    }

    private Sums sums(String name, StatementSummary statement) {
        return sums(name, statement.service(), statement.version());
    }

    private Sums sums(String name, String service, String version) {
        return parts.computeIfAbsent(new Key(name, service, version), key -> new Sums());
    }

    private List<Part> parts() {
        return parts.entrySet().stream()
                .map(entry -> entry.getValue().part(entry.getKey()))
                .sorted(Comparator.comparingDouble(
                                (Part part) -> Double.isNaN(part.totalMillis()) ? 0 : part.totalMillis())
                        .reversed()
                        .thenComparing(Part::name)
                        .thenComparing(Part::service)
                        .thenComparing(Part::version))
                .limit(Report.MOST_PARTS)
                .toList();
    }
}
