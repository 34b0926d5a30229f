package dev.sonde.cli.why;

import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.NearNames;
import dev.sonde.cli.output.VisibleText;
import dev.sonde.cli.workload.CapturedWorkload;
import dev.sonde.engine.workload.Workload;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Finds the captured queries that {@code --query} names. */
final class AskedQueries {

    private static final int SQL_LENGTH = 40;
    private static final int MOST = 5;

    private final WorkloadSummary summary;
    private final TreeSet<String> captured = new TreeSet<>();
    private final TreeSet<String> planned = new TreeSet<>();

    AskedQueries(WorkloadSummary summary, Workload workload) {
        this.summary = summary;
        summary.statements().forEach(statement -> captured.add(statement.fingerprint()));
        workload.statements().forEach(statement -> planned.add(statement.fingerprint()));
    }

    /** The fingerprint that begins so. */
    String find(String prefix) {
        String wanted = prefix.strip().toLowerCase(Locale.ROOT);
        List<String> found =
                captured.stream().filter(id -> id.startsWith(wanted)).toList();
        if (wanted.isEmpty() || found.isEmpty()) {
            throw CommandFailure.badInput("--query " + prefix + ": no such query in the captures; near ones are "
                    + named(NearNames.of(wanted, captured)) + "; sonde report --format json names all"
                    + (summary.areStatementsCut()
                            ? " but those that are only summed, since there are more than 20,000 different ones"
                            : ""));
        }
        if (found.size() > 1) {
            throw CommandFailure.badInput("--query " + prefix + ": " + Figures.count(found.size())
                    + " queries begin so, give more digits: "
                    + named(found.subList(0, Math.min(MOST, found.size()))));
        }
        if (!planned.contains(found.get(0))) {
            throw CommandFailure.badInput("--query " + prefix + ": " + named(found)
                    + (hasPlan(found.get(0))
                            ? " is not one of the statements that took most time: take more with --max-statements"
                            : " has no plan to look at: it is not a query or a change of rows, its text is cut off,"
                                    + " or it stands for many"));
        }
        return found.get(0);
    }

    private boolean hasPlan(String fingerprint) {
        return summary.statements().stream()
                .filter(statement -> statement.fingerprint().equals(fingerprint))
                .map(StatementSummary::statement)
                .anyMatch(statement -> !statement.truncated() && CapturedWorkload.hasPlan(statement.sql()));
    }

    private String named(List<String> fingerprints) {
        return String.join(
                ", ", fingerprints.stream().map(id -> id + " (" + sql(id) + ")").toList());
    }

    private String sql(String fingerprint) {
        return summary.statements().stream()
                .filter(statement -> statement.fingerprint().equals(fingerprint))
                .map(StatementSummary::statement)
                .map(statement -> VisibleText.shortened(statement.sql(), SQL_LENGTH))
                .findFirst()
                .orElse("");
    }
}
