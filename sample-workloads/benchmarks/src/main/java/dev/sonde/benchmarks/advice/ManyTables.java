package dev.sonde.benchmarks.advice;

import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.capture.sql.SqlNormalizer;
import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/** A schema of alike tables, each a child of the one before, and distinct statements that read and write them. */
final class ManyTables {

    private static final int ROWS = 5_000;

    private final int tables;

    ManyTables(int tables) {
        this.tables = tables;
    }

    /** Takes one SQL text at a time. */
    interface Target {
        void execute(String sql) throws SQLException;
    }

    void create(Target target) throws SQLException {
        for (int i = 0; i < tables; i++) {
            target.execute("create table " + name(i) + " (id bigint primary key, parent_id bigint not null,"
                    + " status text not null, created timestamptz not null, amount numeric(10, 2), note text)");
            target.execute(
                    "insert into " + name(i) + " select g, 1 + (g * 7919) % " + ROWS + ", case when g % 50 = 0 then"
                            + " 'open' else 'done' end, timestamptz '2025-01-01' + g * interval '1 minute', g % 997, repeat('x', 120)"
                            + " from generate_series(1, " + ROWS + ") g");
        }
        target.execute("vacuum analyze");
    }

    /** Distinct statements, the same for the same number. */
    Workload workload(int statements) {
        SplittableRandom random = new SplittableRandom(11);
        List<WorkloadStatement> all = new ArrayList<>();
        for (int i = 0; all.size() < statements; i++) {
            int table = i % tables;
            String own = name(table);
            String parent = name((table + tables - 1) % tables);
            String sql = switch (i / tables) {
                case 0 -> "select id, amount from " + own + " where parent_id = ? order by created desc limit 20";
                case 1 ->
                    "select p.id, c.note from " + parent + " p join " + own
                            + " c on c.parent_id = p.id where p.status = ? and c.created >= ?";
                case 2 -> "update " + own + " set status = ? where parent_id = ? and created < ?";
                default ->
                    "select status, count(*) from " + own + " where created between ? and ? group by status"
                            + (i / tables == 3 ? "" : " having count(*) > " + i);
            };
            NormalizedSql normalized = SqlNormalizer.normalize(sql);
            all.add(new WorkloadStatement(
                    HexFormat.of().toHexDigits(normalized.id()),
                    HexFormat.of().toHexDigits(normalized.fingerprint()),
                    normalized.sql(),
                    Set.of(),
                    List.of(),
                    100 + random.nextInt(10_000),
                    Double.NaN,
                    Double.NaN,
                    List.of(),
                    List.of()));
        }
        return new Workload(all, "");
    }

    private static String name(int table) {
        return String.format(Locale.ROOT, "t%03d", table);
    }
}
