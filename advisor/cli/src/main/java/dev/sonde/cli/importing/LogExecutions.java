package dev.sonde.cli.importing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes executions of the entries of a server log. The server tells of one execution in up to five entries of its session:
 * durations of parse and bind, the text ({@code log_statement}), the plan ({@code auto_explain}) and the duration of
 * execute, with the text if it was not logged before. Those are put together; each is held back until an entry of the same
 * session shows that nothing more belongs to it. Memory: the last entries of {@value #MAX_SESSIONS} sessions.
 */
final class LogExecutions {

    static final int MAX_SESSIONS = 20_000;

    private static final Pattern DURATION = Pattern.compile("(?s)duration: (\\d{1,12}(?:\\.\\d{1,6})?) ms(?:  (.*))?");
    private static final Pattern TEXT =
            Pattern.compile("(?s)(statement|parse [^\\n]*?|bind [^\\n]*?|execute [^\\n]*?): (.*)");
    private static final String PLAN = "plan:";

    /** What is known of an execution so far. */
    private static final class Pending {
        private final LogEntry entry;
        private final String sql;
        private @Nullable List<@Nullable String> parameters;
        private long nanos = -1;
        private long rows = -1;

        Pending(LogEntry entry, String sql, @Nullable List<@Nullable String> parameters) {
            this.entry = entry;
            this.sql = sql;
            this.parameters = parameters;
        }
    }

    /** One session of the server. */
    private static final class Backend {
        private final long number;
        private @Nullable Pending logged;
        private @Nullable Pending planned;
        private String prepared = "";
        private long preparedNanos;

        Backend(long number) {
            this.number = number;
        }
    }

    private final ImportedCapture capture;
    private final LogFilter filter;
    private final Map<String, Backend> backends = new LinkedHashMap<>(64, 0.75f, true);
    private long backendsSeen;

    LogExecutions(ImportedCapture capture, LogFilter filter) {
        this.capture = capture;
        this.filter = filter;
    }

    void add(LogEntry entry) {
        boolean error = entry.severity().equals("ERROR")
                || entry.severity().equals("FATAL")
                || entry.severity().equals("PANIC");
        if ((!error && !entry.severity().equals("LOG")) || !filter.accepts(entry)) {
            return;
        }
        if (error) {
            if (!entry.statement().isEmpty()) {
                failed(backend(entry), entry);
            }
            return;
        }
        Matcher duration = DURATION.matcher(entry.message());
        if (duration.matches()) {
            timed(entry, nanos(duration.group(1)), duration.group(2));
        } else {
            Matcher text = TEXT.matcher(entry.message());
            if (text.matches() && (text.group(1).equals("statement") || text.group(1).startsWith("execute "))) {
                Backend backend = backend(entry);
                flush(backend);
                backend.logged = new Pending(entry, text.group(2), LoggedParameters.of(entry.detail()));
            }
        }
    }

    private static long nanos(String millis) {
        return new BigDecimal(millis)
                .movePointRight(6)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private void timed(LogEntry entry, long nanos, @Nullable String what) {
        if (what == null) {
            untold(backend(entry), entry, nanos);
            return;
        }
        if (what.startsWith(PLAN)) {
            plan(entry, nanos, what.substring(PLAN.length()));
            return;
        }
        Matcher text = TEXT.matcher(what);
        if (!text.matches()) {
            return; // a fast-path function call
        }
        Backend backend = backend(entry);
        String kind = text.group(1);
        String sql = text.group(2);
        if (kind.startsWith("parse ") || kind.startsWith("bind ")) {
            backend.preparedNanos = (backend.prepared.equals(sql) ? backend.preparedNanos : 0) + nanos;
            backend.prepared = sql;
        } else if (kind.startsWith("execute fetch from ")) {
            flush(backend);
            capture.session(filter.service(entry), url(entry)).addTime(sql, nanos);
        } else {
            Pending logged = backend.logged;
            if (logged == null || !logged.sql.equals(sql)) {
                flushLogged(backend);
                logged = new Pending(entry, sql, LoggedParameters.of(entry.detail()));
                backend.logged = logged;
            }
            complete(backend, logged, nanos);
        }
    }

    /** A duration whose text {@code log_statement} has told before, or has not. */
    private void untold(Backend backend, LogEntry entry, long nanos) {
        Pending logged = backend.logged;
        if (logged != null && logged.nanos < 0) {
            complete(backend, logged, nanos);
        }
    }

    private void complete(Backend backend, Pending logged, long nanos) {
        long prepared = backend.prepared.equals(logged.sql) ? backend.preparedNanos : 0;
        backend.prepared = "";
        backend.preparedNanos = 0;
        logged.nanos = nanos + prepared;
        flush(backend);
    }

    private void plan(LogEntry entry, long nanos, String text) {
        Optional<LoggedPlan> plan = LoggedPlan.parse(text);
        if (plan.isEmpty()) {
            capture.tally().skip("plans of auto_explain are neither in its format text nor json", entry.where());
            return;
        }
        Backend backend = backend(entry);
        flushPlanned(backend);
        Pending planned = new Pending(entry, plan.get().sql(), plan.get().parameters());
        planned.nanos = nanos;
        planned.rows = plan.get().rows();
        backend.planned = planned;
    }

    private void failed(Backend backend, LogEntry entry) {
        flushPlanned(backend);
        Pending logged = backend.logged;
        if (logged != null && !logged.sql.equals(entry.statement())) {
            flushLogged(backend);
            logged = null;
        }
        backend.logged = null;
        List<@Nullable String> parameters = logged == null ? null : logged.parameters;
        emit(backend, entry, entry.statement(), parameters, -1, -1, true);
    }

    private Backend backend(LogEntry entry) {
        Backend backend = backends.get(entry.sessionKey());
        if (backend == null) {
            backend = new Backend(++backendsSeen);
            backends.put(entry.sessionKey(), backend);
            if (backends.size() > MAX_SESSIONS) {
                Iterator<Backend> eldest = backends.values().iterator();
                flush(eldest.next());
                eldest.remove();
            }
        }
        return backend;
    }

    /** Writes what is held back. */
    void finish() {
        backends.values().forEach(this::flush);
        backends.clear();
    }

    /** A plan of the statement itself adds its rows; one of a statement within it is an execution of its own. */
    private void flush(Backend backend) {
        Pending logged = backend.logged;
        Pending planned = backend.planned;
        if (logged != null && planned != null && planned.sql.strip().equals(logged.sql.strip())) {
            logged.rows = planned.rows;
            logged.nanos = logged.nanos < 0 ? planned.nanos : logged.nanos;
            logged.parameters = logged.parameters == null ? planned.parameters : logged.parameters;
            backend.planned = null;
        }
        flushPlanned(backend);
        flushLogged(backend);
    }

    private void flushPlanned(Backend backend) {
        Pending planned = backend.planned;
        backend.planned = null;
        if (planned != null) {
            emit(backend, planned.entry, planned.sql, planned.parameters, planned.nanos, planned.rows, false);
        }
    }

    private void flushLogged(Backend backend) {
        Pending logged = backend.logged;
        backend.logged = null;
        if (logged != null) {
            emit(backend, logged.entry, logged.sql, logged.parameters, logged.nanos, logged.rows, false);
        }
    }

    private void emit(
            Backend backend,
            LogEntry entry,
            String sql,
            @Nullable List<@Nullable String> parameters,
            long nanos,
            long rows,
            boolean failed) {
        ImportedSession session = capture.session(filter.service(entry), url(entry));
        List<String> texts = SimpleQuery.statements(sql);
        for (String text : texts) {
            boolean whole = texts.size() == 1;
            session.add(new ImportedExecution(
                    text,
                    false,
                    parameters,
                    entry.micros() == 0 ? 0 : entry.micros() - Math.max(0, nanos) / 1_000,
                    whole ? nanos : -1,
                    whole ? rows : -1,
                    failed,
                    failed ? entry.sqlState() : "",
                    backend.number,
                    entry.pid(),
                    ""));
        }
        if (texts.size() > 1) {
            capture.tally().skip("queries hold several statements, which were counted without times", entry.where());
        }
    }

    private static String url(LogEntry entry) {
        return entry.database().isEmpty() ? "" : "jdbc:postgresql:" + entry.database();
    }
}
