package dev.sonde.migrations.trace;

import dev.sonde.engine.AdvisorException;
import dev.sonde.migrations.script.MigrationScript;
import dev.sonde.migrations.script.ScriptStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Error;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.callback.Warning;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Looks at the server before and after each statement that Flyway sends, on Flyway's own connection. This class is not
 * threadsafe.
 */
final class TracingCallback implements Callback {

    private static final String SPEAK = "set client_min_messages = debug1";

    private final String url;
    private final Map<String, MigrationScript> scripts;
    private final Map<String, List<StatementTrace>> traces = new LinkedHashMap<>();
    private final Map<String, FileTrace.Failure> failures = new TreeMap<>();

    private @Nullable MigrationScript script;
    // Before the first file: what a file of the same branch made is new and empty for the next ones too.
    private @Nullable Map<Long, Relation> existing;
    private int next;
    private @Nullable ScriptStatement statement;
    private @Nullable Observation before;
    private @Nullable LockWatch watch;
    private @Nullable StatementTrace rehearsed;
    private long started;

    TracingCallback(String url, Map<String, MigrationScript> scriptsByName) {
        this.url = url;
        this.scripts = scriptsByName;
    }

    /** By file, in the order in which Flyway ran them. */
    Map<String, List<StatementTrace>> traces() {
        return traces;
    }

    Map<String, FileTrace.Failure> failures() {
        return failures;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE
                || event == Event.BEFORE_EACH_MIGRATE_STATEMENT
                || event == Event.AFTER_EACH_MIGRATE_STATEMENT
                || event == Event.AFTER_EACH_MIGRATE_STATEMENT_ERROR;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public String getCallbackName() {
        return "sonde";
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            if (event == Event.BEFORE_EACH_MIGRATE) {
                begin(context);
            } else if (script != null && event == Event.BEFORE_EACH_MIGRATE_STATEMENT) {
                before(context);
            } else if (statement != null && event == Event.AFTER_EACH_MIGRATE_STATEMENT) {
                after(context);
            } else if (statement != null) {
                failed(context);
            }
        } catch (SQLException e) {
            throw AdvisorException.environment("cannot look into the throw-away server: " + e.getMessage(), e);
        }
    }

    private void begin(Context context) throws SQLException {
        String name = context.getMigrationInfo().getScript().replace('\\', '/');
        script = scripts.get(name);
        next = 0;
        statement = null;
        if (script != null) {
            traces.computeIfAbsent(script.file(), file -> new ArrayList<>());
            if (existing == null) {
                try (Statement reading = context.getConnection().createStatement()) {
                    existing = Observation.relations(reading);
                }
            }
        }
    }

    private void before(Context context) throws SQLException {
        statement = match(context.getStatement().getSql());
        if (statement == null) {
            return;
        }
        Connection connection = context.getConnection();
        try (Statement settings = connection.createStatement()) {
            settings.execute(SPEAK);
        }
        rehearsed = null;
        if (!connection.getAutoCommit()) {
            before = Observation.of(connection);
        } else if (statement.detectedAsNonTransactional() || statement.undetectedNonTransactional()) {
            before = Observation.of(connection);
            int pid = connection.unwrap(PGConnection.class).getBackendPID();
            watch = LockWatch.start(url, pid, before.relations().values());
        } else {
            rehearsed = rehearse(connection, context.getStatement().getSql(), statement);
        }
        started = System.nanoTime();
    }

    /** The statement of the script that Flyway is about to send; null for those of SQL callbacks. */
    private @Nullable ScriptStatement match(String sql) {
        List<ScriptStatement> statements = script == null ? List.of() : script.statements();
        List<ScriptStatement> sent =
                MigrationScript.of("", sql, Optional.empty()).statements();
        String text = sent.isEmpty() ? "" : sent.get(0).normalised();
        for (int i = next; i < statements.size(); i++) {
            String own = statements.get(i).normalised();
            // The value of a placeholder can be anything; what stands before it must be the same.
            int placeholder = own.indexOf("${");
            if (own.equals(text) || (placeholder >= 0 && text.startsWith(own.substring(0, placeholder)))) {
                next = i + 1;
                return statements.get(i);
            }
        }
        return null;
    }

    private void after(Context context) throws SQLException {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        ScriptStatement done = Objects.requireNonNull(statement);
        List<StatementTrace> list =
                Objects.requireNonNull(traces.get(Objects.requireNonNull(script).file()));
        if (rehearsed != null) {
            list.add(rehearsed);
        } else {
            Connection connection = context.getConnection();
            List<String> messages = new ArrayList<>();
            for (Warning warning : context.getStatement().getWarnings()) {
                messages.add(warning.getMessage());
            }
            Observation after = Observation.of(connection);
            List<Phase> phases = List.of();
            if (watch != null) {
                after = new Observation(after.relations(), watch.finish(), after.scans());
                phases = watch.phases();
            }
            list.add(new TraceDifference(existing(), Objects.requireNonNull(before), after)
                    .trace(done, messages, phases, millis, !connection.getAutoCommit()));
        }
        endWatch();
        statement = null;
    }

    private void failed(Context context) throws SQLException {
        ScriptStatement done = Objects.requireNonNull(statement);
        List<Error> errors = context.getStatement().getErrors();
        String message =
                errors.isEmpty() ? "refused without a message" : errors.get(0).getMessage();
        failures.put(
                Objects.requireNonNull(script).file(),
                new FileTrace.Failure(done.line(), done.endLine(), message, true));
        endWatch();
        statement = null;
    }

    private Map<Long, Relation> existing() {
        return existing == null ? Map.of() : existing;
    }

    private void endWatch() throws SQLException {
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    /** The trace of a statement that will run outside of a transaction but could run in one: there, rolled back. */
    private @Nullable StatementTrace rehearse(Connection original, String sql, ScriptStatement which)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            try (Statement rehearsal = connection.createStatement()) {
                String schema = original.getSchema();
                if (schema != null) {
                    connection.setSchema(schema);
                }
                rehearsal.execute(SPEAK);
                Observation start = Observation.of(connection);
                long from = System.nanoTime();
                rehearsal.execute(sql);
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
                List<String> messages = new ArrayList<>();
                for (SQLWarning w = rehearsal.getWarnings(); w != null; w = w.getNextWarning()) {
                    messages.add(w.getMessage());
                }
                Observation end = Observation.of(connection);
                return new TraceDifference(existing(), start, end).trace(which, messages, List.of(), millis, false);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            // It may need what the session has set; the real run says whether it fails.
            return new TraceDifference(existing(), Observation.of(original), Observation.of(original))
                    .trace(which, List.of(), List.of(), 0, false);
        }
    }
}
