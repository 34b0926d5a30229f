package dev.sonde.benchmarks.twin;

import dev.sonde.benchmarks.process.AgentsJar;
import dev.sonde.benchmarks.report.Figures;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The agents sample: its schema and rows, and the statements that the server saw while the service was under load. */
record AgentsWorkload(AgentsJar jar, double scale, int rate, Duration duration) {

    static final String DATABASE = "agents";

    /** Without what the driver and Flyway ask the catalog and their own table. */
    private static final String SEEN = "select query from pg_stat_statements s join pg_database d on d.oid = s.dbid "
            + "where d.datname = '" + DATABASE + "' and query ~* '^\\s*(select|insert|update|delete|with)\\M' "
            + "and query !~* 'pg_[a-z]+|flyway_schema_history' order by query collate \"C\"";

    /** Migrates, seeds and analyses. */
    void fill(TwinSource source) throws IOException, SQLException {
        source.create(DATABASE);
        jar.fill(source.url(DATABASE), scale);
        source.execute(DATABASE, "vacuum analyze");
    }

    /** Runs the service on a filled database and asks the server what it was asked. */
    List<TwinStatement> statements(TwinSource source) throws IOException, SQLException {
        source.execute("postgres", "create extension if not exists pg_stat_statements");
        source.execute("postgres", "select pg_stat_statements_reset()");
        jar.load(source.url(DATABASE), List.of(), rate, duration);
        source.execute(DATABASE, "vacuum analyze");
        List<TwinStatement> statements = new ArrayList<>();
        for (String sql : source.texts("postgres", SEEN)) {
            String name = sql.replaceAll("\\s+", " ");
            statements.add(new TwinStatement("`" + name.substring(0, Math.min(name.length(), 90)) + "`", sql));
        }
        if (statements.isEmpty()) {
            throw new IOException("the server saw no statement of the agents sample");
        }
        return statements;
    }

    String description() {
        return "agents at scale " + Figures.of(scale);
    }
}
