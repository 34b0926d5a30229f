package dev.sonde.benchmarks.selection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

/** Runs statements for real, in turns, and keeps the median time of each. */
final class Execution {

    private static final int ROUNDS = 3;

    private final List<String> statements;

    Execution(List<String> statements) {
        this.statements = statements;
    }

    /** Milliseconds per statement; one round before that is not counted. */
    double[] milliseconds(Statement statement) throws SQLException {
        double[][] times = new double[statements.size()][ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            for (int i = 0; i < times.length; i++) {
                long started = System.nanoTime();
                try (ResultSet rows = statement.executeQuery(statements.get(i))) {
                    while (rows.next()) {
                        // to the end
                    }
                }
                if (round >= 0) {
                    times[i][round] = (System.nanoTime() - started) / 1e6;
                }
            }
        }
        return Arrays.stream(times).mapToDouble(Execution::median).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
