package dev.sonde.migrations.trace;

import dev.sonde.analysis.fix.KeyType;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.workload.WorkloadStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Asks a server whether it takes the statements of a service, and what they would lock, without executing one: each is
 * prepared and planned in a transaction that is rolled back. Sees the relations that were there when it was made. This
 * class is not threadsafe.
 */
public final class StatementProbe {

    private static final String NAME = "sonde_probe";
    private static final String PARAMETERS =
            "select cardinality(parameter_types) from pg_catalog.pg_prepared_statements where name = '" + NAME + "'";

    private final Connection connection;
    private final Map<Long, Relation> relations;

    /**
     * A probe.
     *
     * @param connection for its use alone
     * @param searchPath as {@code search_path} has it, empty for the server's
     */
    public StatementProbe(Connection connection, String searchPath) throws SQLException {
        this.connection = connection;
        try (Statement settings = connection.createStatement()) {
            relations = Observation.relations(settings);
            settings.execute("set statement_timeout = '10s'");
            settings.execute("set plan_cache_mode = force_generic_plan");
            if (!searchPath.isEmpty()) {
                settings.execute("set search_path = " + searchPath);
            }
        }
        connection.setAutoCommit(false);
    }

    /**
     * Asks for a statement, with the types that its service declares, or without types if the server takes it only so:
     * with stringtype=unspecified, for one, the driver declares less than the service's calls say.
     */
    public Preparation ask(WorkloadStatement captured) throws SQLException {
        Preparation typed = ask(captured, true);
        Preparation untyped = typed instanceof Preparation.Refused ? ask(captured, false) : typed;
        return untyped instanceof Preparation.Accepted ? untyped : typed;
    }

    /** Asks for a statement either with the types that its service declares or without. */
    public Preparation ask(WorkloadStatement captured, boolean typed) throws SQLException {
        String sql = captured.sql();
        if (StatementText.hasSeveralStatements(sql)) {
            return new Preparation.Refused("more than one statement", 0); // the second one would be executed
        }
        String prefix = "prepare " + NAME + (typed ? declaredTypes(captured) : "") + " as ";
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try {
                statement.execute(prefix + sql);
            } catch (SQLException e) {
                return refused(e, prefix.length());
            }
            if (!planned(statement)) {
                startAgain(statement);
                statement.execute(prefix + sql);
            }
            return new Preparation.Accepted(needed(statement), typed);
        } finally {
            try (Statement end = connection.createStatement()) {
                startAgain(end);
            }
        }
    }

    /** In brackets, {@code unknown} where the server finds the type; empty if no type is declared. */
    private static String declaredTypes(WorkloadStatement captured) {
        List<String> types = IntStream.rangeClosed(1, captured.bindTypes().size())
                .mapToObj(position -> declaredType(captured, position))
                .toList();
        return types.stream().allMatch("unknown"::equals)
                ? ""
                : types.stream().collect(Collectors.joining(", ", " (", ")"));
    }

    private static String declaredType(WorkloadStatement captured, int position) {
        String type = KeyType.of(captured.bindTypes(), position);
        boolean literal = captured.literalPositions().contains(position);
        return type == null || type.endsWith("]") || literal ? "unknown" : type;
    }

    /** Planning locks partitions and indexes too; that it fails is for execution to tell. */
    private static boolean planned(Statement statement) throws SQLException {
        int parameters;
        try (ResultSet row = statement.executeQuery(PARAMETERS)) {
            row.next();
            parameters = row.getInt(1);
        }
        String values = parameters == 0 ? "" : "(" + String.join(", ", Collections.nCopies(parameters, "null")) + ")";
        try {
            statement.execute("explain execute " + NAME + values);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private List<HeldLock> needed(Statement statement) throws SQLException {
        List<HeldLock> needed = new ArrayList<>();
        Map<Long, Set<LockMode>> held = Observation.locks(statement, "pg_catalog.pg_backend_pid()");
        held.forEach((oid, modes) -> {
            Relation relation = relations.get(oid);
            if (relation != null) {
                needed.add(new HeldLock(relation, Collections.max(modes)));
            }
        });
        return needed;
    }

    /** A prepared statement outlives its transaction. */
    private static void startAgain(Statement statement) throws SQLException {
        statement.execute("rollback");
        statement.execute("deallocate all");
    }

    private static Preparation refused(SQLException e, int before) {
        ServerErrorMessage server = e instanceof PSQLException refusal ? refusal.getServerErrorMessage() : null;
        String reason = server == null ? e.getMessage() : server.getMessage();
        int position = server == null ? 0 : server.getPosition() - before;
        return new Preparation.Refused(
                String.valueOf(reason).replaceAll("\\s*\\R\\s*", " ").strip(), Math.max(0, position));
    }
}
