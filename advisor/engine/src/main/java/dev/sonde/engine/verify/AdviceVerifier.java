package dev.sonde.engine.verify;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.verify.BuildTrials.Candidate;
import dev.sonde.engine.verify.ClonedStatement.Run;
import dev.sonde.engine.verify.Verification.Skipped;
import dev.sonde.engine.verify.Verification.Subject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Builds indexes on a clone, runs statements before and after, and drops the indexes again, whatever happens; then runs
 * statements without indexes that are to be dropped, which stay. Statements run in transactions that are read-only by
 * then; those that write are not run. Not threadsafe.
 */
public final class AdviceVerifier {

    private static final String PREFIX = "sonde_verify_";
    private static final String COMMENT = "built by sonde advise --verify, to be dropped";

    private final Connection connection;
    private final VerifyOptions options;

    /** By text, since each set of indexes is compared with the same state without any. */
    private final Map<String, Run> withoutIndexes = new HashMap<>();

    /** Uses a connection that is nobody else's, with the simple query protocol ({@code preferQueryMode=simple}). */
    public AdviceVerifier(Connection connection, VerifyOptions options) {
        this.connection = connection;
        this.options = options;
    }

    /**
     * What the clone says of indexes to build and of others to drop beside them. Fails only where the connection itself
     * does.
     */
    public Verification verify(List<IndexDefinition> indexes, List<QualifiedName> drops, List<Subject> subjects)
            throws SQLException {
        connection.setAutoCommit(true);
        dropLeftovers();
        List<Skipped> skipped = new ArrayList<>();
        Map<Subject, Run> before = new LinkedHashMap<>();
        ClonedStatement clone = new ClonedStatement(connection, options);
        for (Subject subject : subjects) {
            Run run = withoutIndexes.get(subject.sql());
            if (run == null) {
                String reason = notToBeRun(subject.sql());
                run = reason == null ? clone.run(subject.sql()) : Run.refused(reason);
                withoutIndexes.put(subject.sql(), run);
            }
            if (run.refusal() == null) {
                before.put(subject, run);
            } else {
                skipped.add(new Skipped(subject, run.refusal()));
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        String prefix = PREFIX + UUID.randomUUID().toString().substring(0, 8) + "_"; // nobody else's
        try {
            for (int i = 0; i < indexes.size(); i++) {
                candidates.add(build(indexes.get(i), prefix + i));
            }
            BuildTrials trials = new BuildTrials(clone, before, candidates);
            skipped.addAll(trials.skipped());
            return new Verification(
                    trials.withAll(),
                    trials.measured(),
                    trials.judged(),
                    trials.drops().of(drops),
                    skipped);
        } finally {
            for (Candidate candidate : candidates) {
                for (QualifiedName index : candidate.names()) {
                    drop(index);
                }
            }
        }
    }

    private static @Nullable String notToBeRun(String sql) {
        if (StatementText.hasSeveralStatements(sql)) {
            return "more than one statement";
        }
        String verb = sql.strip().toLowerCase(Locale.ROOT);
        if (!verb.startsWith("select") && !verb.startsWith("with") && !verb.startsWith("(")) {
            return "only queries are run";
        }
        return StatementText.hasParameters(sql) ? "not all of its values are known" : null;
    }

    private Candidate build(IndexDefinition definition, String name) throws SQLException {
        List<QualifiedName> names = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "set statement_timeout = " + options.buildTimeout().toMillis());
            statement.execute("set lock_timeout = " + options.lockTimeout().toMillis());
            List<QualifiedName> tables = tables(statement, definition.table());
            long start = System.nanoTime();
            for (QualifiedName table : tables) {
                String part = tables.size() == 1 ? name : name + "_p" + (names.size() + 1);
                names.add(new QualifiedName(table.schema(), part));
                statement.execute(definition.on(table).createStatement(part));
                statement.execute(
                        "comment on index " + names.get(names.size() - 1).sql() + " is '" + COMMENT + "'");
            }
            double millis = (System.nanoTime() - start) / 1e6;
            long bytes = 0;
            for (QualifiedName index : names) {
                bytes += bytes(statement, index);
            }
            if (definition.keys().stream().anyMatch(key -> !key.isColumn())) {
                statement.execute("analyze " + definition.table().sql()); // an expression has no statistics before
            }
            return new Candidate(definition, names, bytes, millis, null);
        } catch (SQLException e) {
            if (ClonedStatement.connectionIsGone(e)) {
                throw e;
            }
            for (QualifiedName part : names) {
                drop(part); // what there is of it is not to be measured
            }
            return new Candidate(definition, List.of(), 0, 0, ClonedStatement.oneLine(e));
        }
    }

    /** The table, or its partitions that hold rows. */
    private static List<QualifiedName> tables(Statement statement, QualifiedName table) throws SQLException {
        List<QualifiedName> leaves = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("select n.nspname, c.relname from pg_catalog.pg_partition_tree("
                + StatementText.literal(table.sql()) + "::regclass) t join pg_catalog.pg_class c on c.oid = t.relid"
                + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' order by 1, 2")) {
            while (row.next()) {
                leaves.add(new QualifiedName(row.getString(1), row.getString(2)));
            }
        }
        return leaves.isEmpty() ? List.of(table) : leaves;
    }

    private static long bytes(Statement statement, QualifiedName index) throws SQLException {
        try (ResultSet size = statement.executeQuery(
                "select pg_relation_size(" + StatementText.literal(index.sql()) + "::regclass)")) {
            size.next();
            return size.getLong(1);
        }
    }

    private void drop(QualifiedName index) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set statement_timeout = 0");
            statement.execute("set lock_timeout = 0");
            statement.execute("drop index if exists " + index.sql());
        }
    }

    /** Of a run that was killed: known by name and comment, so that nothing else is dropped. */
    private void dropLeftovers() throws SQLException {
        List<QualifiedName> leftovers = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select n.nspname, c.relname from pg_catalog.pg_class c"
                        + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relkind in ('i', 'I')"
                        + " and starts_with(c.relname, '" + PREFIX + "')"
                        + " and pg_catalog.obj_description(c.oid, 'pg_class') = '" + COMMENT + "'")) {
            while (row.next()) {
                leftovers.add(new QualifiedName(row.getString(1), row.getString(2)));
            }
        }
        for (QualifiedName leftover : leftovers) {
            drop(leftover);
        }
    }
}
