package dev.sonde.cli.importing;

import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.database.DatabaseUrl;
import dev.sonde.engine.plan.StatementText;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads pg_stat_statements: from a server, in one read-only transaction with time-outs, or from a CSV file with a header.
 * All it has are sums, so a statement's times become three: the shortest and the longest once each, and the mean of
 * the rest for all others.
 */
final class StatementStatistics {

    private static final int FETCH = 500;

    /** In our own queries, which the view has as well. */
    private static final String OURS = "/* sonde import */ ";

    private final ImportedCapture capture;
    private final String service;
    private final @Nullable String database;
    private final Set<String> databases = new TreeSet<>();
    private long hidden;

    /**
     * @param database name; null for all that a file has, and for the connected one of a server
     */
    StatementStatistics(ImportedCapture capture, String service, @Nullable String database) {
        this.capture = capture;
        this.service = service;
        this.database = database;
    }

    /** Databases that a file's rows are of. */
    Set<String> databases() {
        return databases;
    }

    /** Statements whose text the role may not see. */
    long hidden() {
        return hidden;
    }

    /**
     * Reads a server's view.
     *
     * @param now when it is read
     */
    void read(DatabaseUrl url, Instant now) {
        try (Connection connection = url.connect()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local statement_timeout = '60s'; set local lock_timeout = '2s'");
                String view = view(statement, url);
                long until = micros(now);
                long since = reset(statement, view, until);
                read(statement, view, since, Math.max(0, until - since), url);
            }
            connection.rollback();
        } catch (SQLException e) {
            if ("55000".equals(e.getSQLState())) {
                throw CommandFailure.environment(
                        url + ": pg_stat_statements is not loaded: add it to shared_preload_libraries and restart", e);
            }
            throw url.failure(e);
        }
    }

    /** The view's name, in the schema that the extension was created in. */
    private static String view(Statement statement, DatabaseUrl url) throws SQLException {
        try (ResultSet schema = statement.executeQuery("select " + OURS + "quote_ident(n.nspname) from pg_extension e"
                + " join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_stat_statements'")) {
            if (!schema.next()) {
                throw CommandFailure.badInput(url + ": this database has no extension pg_stat_statements: \"create"
                        + " extension pg_stat_statements\" as a superuser makes its view");
            }
            return schema.getString(1) + ".pg_stat_statements";
        }
    }

    private static long micros(Instant instant) {
        return instant.toEpochMilli() * 1_000;
    }

    /** Since when it counts; until PostgreSQL 13 it does not say. */
    private static long reset(Statement statement, String view, long now) throws SQLException {
        try (ResultSet known = statement.executeQuery(
                "select " + OURS + "to_regclass('" + (view + "_info").replace("'", "''") + "') is not null")) {
            known.next();
            if (!known.getBoolean(1)) {
                return now;
            }
        }
        try (ResultSet info = statement.executeQuery("select " + OURS + "stats_reset from " + view + "_info")) {
            Timestamp reset = info.next() ? info.getTimestamp(1) : null;
            return reset == null ? now : micros(reset.toInstant());
        }
    }

    private void read(Statement statement, String view, long since, long span, DatabaseUrl url) throws SQLException {
        statement.setFetchSize(FETCH);
        String which = database == null
                ? "where d.datname = current_database()"
                : "where d.datname = " + StatementText.literal(database);
        try (ResultSet rows = statement.executeQuery("select " + OURS + "d.datname, s.* from " + view
                + " s join pg_database d on d.oid = s.dbid " + (ALL.equals(database) ? "" : which)
                + " order by d.datname collate \"C\", s.query collate \"C\", s.calls, s.userid")) {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                Map<String, @Nullable String> values = new HashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    values.put(columns.getColumnLabel(i), rows.getString(i));
                }
                try {
                    add(StatementRow.of(values), since, span);
                } catch (IllegalArgumentException e) {
                    throw CommandFailure.badInput(
                            url + ": " + view + ": " + e.getMessage() + ": this version of the extension is not known",
                            e);
                }
            }
        }
    }

    /** {@code --database} for all of them. */
    static final String ALL = "*";

    /** Reads a file that psql's {@code \copy … csv header} wrote. */
    void read(Path file) throws IOException {
        try (LogLines lines = LogLines.open(file, capture.tally())) {
            CsvRecords records = new CsvRecords(lines, capture.tally());
            List<String> header = records.next();
            if (header == null || !header.contains("calls") || !header.contains("query")) {
                throw CommandFailure.badInput(
                        file + ": not a CSV file of pg_stat_statements with its header: write it by"
                                + " psql's \\copy (select d.datname, s.* from pg_stat_statements s join pg_database d on d.oid ="
                                + " s.dbid) to 'FILE' csv header");
            }
            for (List<String> fields = records.next(); fields != null; fields = records.next()) {
                if (fields.size() != header.size()) {
                    capture.tally().skip("rows have another number of columns than the header", records.where());
                    continue;
                }
                Map<String, @Nullable String> values = new HashMap<>();
                for (int i = 0; i < fields.size(); i++) {
                    values.put(header.get(i).toLowerCase(Locale.ROOT), fields.get(i));
                }
                try {
                    StatementRow row = StatementRow.of(values);
                    if (database == null
                            || ALL.equals(database)
                            || row.database().equals(database)) {
                        databases.add(row.database());
                        add(row, 0, 0);
                    }
                } catch (IllegalArgumentException e) {
                    throw CommandFailure.badInput(records.where() + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private void add(StatementRow row, long since, long span) {
        if (row.query().equals(StatementRow.HIDDEN)) {
            hidden++;
            return;
        }
        if (row.query().contains(OURS.strip())
                || row.calls() == 0
                || row.query().isBlank()) {
            return;
        }
        NormalizedSql statement = capture.normalize(row.query(), false);
        if (statement.verb().isUtility()) {
            capture.tally().utility(row.calls());
            return;
        }
        boolean named = !row.database().isEmpty() && !row.database().matches("\\d+");
        ImportedSession session = capture.session(service, named ? "jdbc:postgresql:" + row.database() : "");
        StatementTotals totals = session.totals(statement, since);
        long total = nanos(row.totalMillis());
        long longest = nanos(row.maxMillis());
        totals.addSums(row.calls(), row.rows(), total, longest);
        totals.seen(0, span);
        long rest = row.calls() - 2;
        long restNanos = total - longest - nanos(row.minMillis());
        if (rest >= 0 && row.minMillis() >= 0 && restNanos >= 0) {
            totals.bucket(nanos(row.minMillis()), 1);
            totals.bucket(longest, 1);
            if (rest > 0) {
                totals.bucket(restNanos / rest, rest);
            }
        } else {
            totals.bucket(total / row.calls(), row.calls());
        }
    }

    private static long nanos(double millis) {
        return Math.round(Math.max(0, millis) * 1e6);
    }
}
