package dev.sonde.cli.report;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.database.DatabaseUrl;
import dev.sonde.cli.database.TwinOptions;
import dev.sonde.cli.workload.CapturedWorkload;
import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.bind.HashedBinds;
import dev.sonde.engine.bind.Variants;
import dev.sonde.engine.explain.LiveDatabase;
import dev.sonde.engine.explain.StatementPlan;
import dev.sonde.engine.explain.StatementPlans;
import dev.sonde.engine.plan.PlanSource;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans of the slow statements that the findings name first. */
public final class SlowPlans {
    /** More would be read by nobody, and each is a question to a database that others use. */
    static final int MAX_STATEMENTS = 20;

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

    private final Console console;
    private final Workload workload;
    private final Set<String> truncated;

    private SlowPlans(WorkloadSummary summary, List<String> ids, Console console) {
        this.console = console;
        this.workload = CapturedWorkload.of(summary, ids, console);
        this.truncated = summary.statements().stream()
                .filter(statement -> statement.statement().truncated())
                .map(statement -> statement.id())
                .collect(Collectors.toSet());
    }

    /**
     * Asks for the plans of the report.
     *
     * @param snapshot for a plan twin, null for none
     * @param database to be asked, null for none
     */
    static List<StatementPlan> of(
            WorkloadSummary summary,
            List<Finding> findings,
            @Nullable CatalogSnapshot snapshot,
            TwinOptions twins,
            @Nullable DatabaseUrl database,
            Console console) {
        if (ids(findings).isEmpty()) {
            return List.of();
        }
        SlowPlans slow = new SlowPlans(summary, ids(findings), console);
        List<StatementPlan> plans = new ArrayList<>();
        if (snapshot != null) {
            plans.addAll(slow.ofTwin(snapshot, twins));
        }
        if (database != null) {
            plans.addAll(slow.ofDatabase(database, snapshot));
        }
        return plans;
    }

    /** Asks a server for the plans that is there anyway. */
    public static List<StatementPlan> of(
            WorkloadSummary summary,
            List<Finding> findings,
            PlanSource source,
            CatalogSnapshot catalog,
            Console console) {
        List<String> ids = ids(findings);
        return ids.isEmpty() ? List.of() : new SlowPlans(summary, ids, console).plans(source, catalog);
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.rule().equals("slow-query"))
                .map(finding -> String.valueOf(finding.evidence().get("statement")))
                .distinct()
                .limit(MAX_STATEMENTS)
                .toList();
    }

    private List<StatementPlan> ofTwin(CatalogSnapshot snapshot, TwinOptions twins) {
        try (PlanTwin twin = twins.start(snapshot)) {
            return plans(twin, snapshot);
        } catch (AdvisorException e) {
            // The rest of the report does not need it
            console.warn("no plans of the twin: " + e.getMessage());
            return List.of();
        }
    }

    private List<StatementPlan> ofDatabase(DatabaseUrl url, @Nullable CatalogSnapshot snapshot) {
        try (Connection connection = url.connectSimple()) {
            CatalogSnapshot catalog =
                    snapshot != null ? snapshot : SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults());
            return plans(LiveDatabase.of(connection, STATEMENT_TIMEOUT, LOCK_TIMEOUT), catalog);
        } catch (SQLException e) {
            throw url.failure(e);
        }
    }

    private List<StatementPlan> plans(PlanSource source, CatalogSnapshot catalog) {
        Variants variants = new Variants(catalog, HashedBinds.of(workload.hashKey()));
        List<StatementPlan> plans = new ArrayList<>();
        for (WorkloadStatement statement : workload.statements()) {
            String reason = truncated.contains(statement.id())
                    ? "not asked for: the capture cut its text"
                    : CapturedWorkload.hasPlan(statement.sql()) ? "" : "not asked for: such a statement has no plan";
            plans.addAll(
                    reason.isEmpty()
                            ? StatementPlans.of(source, variants, List.of(statement))
                            : List.of(new StatementPlan(
                                    statement.id(), source.name(), source.serverVersion(), 0, 0, null, reason)));
        }
        return plans;
    }
}
