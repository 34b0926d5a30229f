package dev.sonde.migrations.plans;

import dev.sonde.engine.AdvisorException;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.trace.FileTrace;
import dev.sonde.migrations.trace.Preparation.Accepted;
import dev.sonde.migrations.trace.Preparation.Refused;
import dev.sonde.migrations.trace.Relation;
import dev.sonde.migrations.trace.StatementProbe;
import dev.sonde.migrations.workload.CapturedStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Captured statements that the server refuses after the new migrations, told by what made it refuse them. */
final class BrokenStatements {

    /** Flyway takes some tenths of a second a file; of more files locks alone tell the cause. */
    private static final int MOST_FILES = 20;

    private final Map<CapturedStatement, Refused> broken;
    private final Map<String, Accepted> uses;
    private final String searchPath;

    BrokenStatements(Map<CapturedStatement, Refused> broken, Map<String, Accepted> uses, String searchPath) {
        this.broken = broken;
        this.uses = uses;
        this.searchPath = searchPath;
    }

    List<MigrationFinding> findings(List<FileTrace> traces, Causes causes, Rerun rerun) {
        if (broken.isEmpty()) {
            return List.of();
        }
        boolean which = traces.size() > 1 && traces.size() <= MOST_FILES;
        Map<CapturedStatement, String> files = which ? files(rerun) : Map.of();
        Map<Place, List<CapturedStatement>> byCause = new LinkedHashMap<>();
        broken.forEach((captured, reason) -> {
            String file = files.get(captured);
            Causes possible = file == null ? causes : causes.in(file);
            byCause.computeIfAbsent(possible.ofRefusal(relations(captured), reason.reason()), p -> new ArrayList<>())
                    .add(captured);
        });
        List<MigrationFinding> findings = new ArrayList<>();
        byCause.forEach((place, statements) -> findings.add(place.finding(
                MigrationRule.STATEMENT_BREAKS,
                MigrationRule.STATEMENT_BREAKS.severity(),
                Words.statements(statements.size())
                        + (statements.size() == 1 ? " no longer prepares: " : " no longer prepare: ")
                        + Words.list(statements, this::words))));
        return findings;
    }

    private String words(CapturedStatement captured) {
        Refused refused = broken.get(captured);
        if (refused == null) {
            return Words.statement(captured);
        }
        return Words.refusal(captured, refused)
                + (refused.position() > 0 ? ", at character " + refused.position() : "");
    }

    private List<Relation> relations(CapturedStatement captured) {
        Accepted use = uses.get(captured.statement().id());
        return use == null
                ? List.of()
                : use.locks().stream().map(lock -> lock.relation()).toList();
    }

    /** The first file after which a statement is refused. */
    private Map<CapturedStatement, String> files(Rerun rerun) {
        Map<CapturedStatement, String> files = new HashMap<>();
        rerun.run((file, url) -> {
            try (Connection connection = DriverManager.getConnection(url)) {
                StatementProbe probe = new StatementProbe(connection, searchPath);
                for (CapturedStatement captured : broken.keySet()) {
                    Accepted use = uses.get(captured.statement().id());
                    if (use != null
                            && !files.containsKey(captured)
                            && probe.ask(captured.statement(), use.typed()) instanceof Refused) {
                        files.put(captured, file);
                    }
                }
            } catch (SQLException e) {
                throw AdvisorException.environment("the throw-away server does not answer: " + e.getMessage(), e);
            }
        });
        return files;
    }
}
