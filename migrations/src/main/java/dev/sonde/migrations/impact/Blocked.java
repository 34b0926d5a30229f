package dev.sonde.migrations.impact;

import java.util.List;

/**
 * Captured statements that wait while a lock is held, and behind whoever waits for it.
 *
 * @param statements most frequent first
 */
public record Blocked(List<BlockedStatement> statements) {

    /**
     * One of them.
     *
     * @param services that send it
     * @param perSecond executions per second, NaN if not known
     */
    public record BlockedStatement(String fingerprint, String sql, List<String> services, double perSecond) {
        public BlockedStatement {
            services = List.copyOf(services);
        }
    }

    public Blocked {
        statements = List.copyOf(statements);
    }

    /** Executions of all of them per second, the mean over the captured time; NaN if not known. */
    public double perSecond() {
        return statements.stream().mapToDouble(BlockedStatement::perSecond).sum();
    }

    /** For example {@code 41 captured statements, 310 executions/s (mean of the capture)}. */
    String words() {
        String count = statements.size() + " captured statement" + (statements.size() == 1 ? "" : "s");
        return Double.isNaN(perSecond())
                ? count + ", how often is not known since the capture has no times"
                : count + ", " + Numbers.rough(perSecond()) + " executions/s (mean of the capture)";
    }

    /** How many requests come meanwhile, for example {@code about 620 to 2,800 requests}. */
    String queued(Seconds held) {
        String from = Numbers.rough(perSecond() * held.low());
        String to = Numbers.rough(perSecond() * held.high());
        return "about " + (from.equals(to) ? to : from + " to " + to) + " requests";
    }
}
