package dev.sonde.migrations.impact;

import java.util.List;

/**
 * Captured statements that wait while a lock is held, and behind whoever waits for it.
 *
 * @param statements most frequent first
 * @param perSecond executions of all of them per second, NaN if not known
 * @param windowSeconds of which window of the capture that is, the busiest of its width; 0 if it is the mean of all
 */
public record Blocked(List<BlockedStatement> statements, double perSecond, long windowSeconds) {

    private static final int MINUTE = 60;

    /**
     * One of them.
     *
     * @param services that send it
     * @param perSecond executions per second, the mean of the capture; NaN if not known
     */
    public record BlockedStatement(String id, String fingerprint, String sql, List<String> services, double perSecond) {
        public BlockedStatement {
            services = List.copyOf(services);
        }
    }

    public Blocked {
        statements = List.copyOf(statements);
    }

    /** For example {@code 41 captured statements, 310 executions/s in the busiest minute of the capture}. */
    String words() {
        String count = statements.size() + " captured statement" + (statements.size() == 1 ? "" : "s");
        if (Double.isNaN(perSecond)) {
            return count + ", how often is not known since the capture has no times";
        }
        String rate = count + ", " + Numbers.rough(perSecond) + " executions/s in the ";
        if (windowSeconds == 0) {
            return rate + "mean of the capture";
        }
        return rate + "busiest "
                + (windowSeconds == MINUTE ? "minute" : windowSeconds / MINUTE + " minutes")
                + " of the capture";
    }

    /** How many requests come meanwhile, for example {@code about 620 to 2,800 requests}. */
    String queued(Seconds held) {
        String from = Numbers.rough(Math.ceil(perSecond * held.low()));
        String to = Numbers.rough(Math.ceil(perSecond * held.high()));
        return "about " + (from.equals(to) ? to : from + " to " + to) + " requests";
    }
}
