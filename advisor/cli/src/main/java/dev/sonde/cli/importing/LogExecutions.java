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
 * Makes executions of the entries of a server log. Memory: the last entries of the {@value #MAX_SESSIONS} sessions that
 * were used last.
 */
final class LogExecutions {

    static final int MAX_SESSIONS = 20_000;

    private static final Pattern DURATION = Pattern.compile("(?s)duration: (\\d{1,12}(?:\\.\\d{1,6})?) ms(?:  (.*))?");
    private static final Pattern TEXT =
            Pattern.compile("(?s)(statement|parse [^\\n]*?|bind [^\\n]*?|execute [^\\n]*?): (.*)");
    private static final String PLAN = "plan:";

    private final ImportedCapture capture;
    private final LogFilter filter;
    private final Map<String, LoggedSession> sessions = new LinkedHashMap<>(64, 0.75f, true);
    private long sessionsSeen;

    LogExecutions(ImportedCapture capture, LogFilter filter) {
        this.capture = capture;
        this.filter = filter;
    }

    void add(LogEntry entry) {
        if (!filter.accepts(entry)) {
            return;
        }
        switch (entry.severity()) {
            case "ERROR", "FATAL", "PANIC" -> {
                if (!entry.statement().isEmpty()) {
                    failed(entry);
                }
            }
            case "LOG" -> logged(entry);
            default -> {} // warnings, details of interrupted entries
        }
    }

    private void logged(LogEntry entry) {
        Matcher duration = DURATION.matcher(entry.message());
        if (duration.matches()) {
            timed(entry, nanos(duration.group(1)), duration.group(2));
            return;
        }
        Matcher text = TEXT.matcher(entry.message());
        if (text.matches() && isExecution(text.group(1))) {
            session(entry).begins(execution(entry, text.group(2)));
        }
    }

    private static boolean isExecution(String kind) {
        return kind.equals("statement") || (kind.startsWith("execute ") && !kind.startsWith("execute fetch from "));
    }

    private static LoggedExecution execution(LogEntry entry, String sql) {
        return new LoggedExecution(entry, sql, LoggedParameters.of(entry.detail()));
    }

    private static long nanos(String millis) {
        return new BigDecimal(millis)
                .movePointRight(6)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /**
     * @param what was timed, null if the entry does not say
     */
    private void timed(LogEntry entry, long nanos, @Nullable String what) {
        if (what == null) {
            session(entry).took(nanos);
        } else if (what.startsWith(PLAN)) {
            planned(entry, nanos, what.substring(PLAN.length()));
        } else {
            Matcher text = TEXT.matcher(what);
            if (!text.matches()) {
                return; // a fast-path function call
            }
            String sql = text.group(2);
            if (isExecution(text.group(1))) {
                session(entry).took(execution(entry, sql), nanos);
            } else if (!text.group(1).startsWith("execute ")) {
                session(entry).prepared(sql, nanos);
            } else if (!session(entry).tookMore(sql, nanos)) {
                capture.session(filter.service(entry), url(entry)).addTime(sql, nanos);
            }
        }
    }

    private void planned(LogEntry entry, long nanos, String text) {
        Optional<LoggedPlan> plan = LoggedPlan.parse(text);
        if (plan.isPresent()) {
            session(entry).plan(LoggedExecution.ofPlan(entry, nanos, plan.get()));
        } else {
            capture.tally().skip("plans of auto_explain are neither in its format text nor json", entry.where());
        }
    }

    private void failed(LogEntry entry) {
        LoggedSession session = session(entry);
        List<@Nullable String> parameters = session.failed(entry.statement());
        emit(session.number(), new LoggedExecution(entry, entry.statement(), parameters), true);
    }

    private LoggedSession session(LogEntry entry) {
        LoggedSession known = sessions.get(entry.sessionKey());
        if (known == null) {
            long number = ++sessionsSeen;
            known = new LoggedSession(number, execution -> emit(number, execution, false));
            sessions.put(entry.sessionKey(), known);
            if (sessions.size() > MAX_SESSIONS) {
                Iterator<LoggedSession> eldest = sessions.values().iterator();
                eldest.next().finish();
                eldest.remove();
            }
        }
        return known;
    }

    /** Writes what is held back. */
    void finish() {
        sessions.values().forEach(LoggedSession::finish);
        sessions.clear();
    }

    private void emit(long number, LoggedExecution execution, boolean failed) {
        LogEntry entry = execution.entry();
        ImportedSession session = capture.session(filter.service(entry), url(entry));
        List<String> texts = SimpleQuery.statements(execution.sql());
        boolean whole = texts.size() == 1;
        if (!whole) {
            capture.tally().skip("queries hold several statements, which were counted without times", entry.where());
        }
        long start = entry.micros() == 0 ? 0 : entry.micros() - Math.max(0, execution.nanos()) / 1_000;
        for (String text : texts) {
            session.add(new ImportedExecution(
                    text,
                    false,
                    execution.parameters(),
                    start,
                    whole ? execution.nanos() : -1,
                    whole ? execution.rows() : -1,
                    failed,
                    failed ? entry.sqlState() : "",
                    number,
                    entry.pid(),
                    ""));
        }
    }

    private static String url(LogEntry entry) {
        return entry.database().isEmpty() ? "" : "jdbc:postgresql:" + entry.database();
    }
}
