package dev.sonde.sample.agents.seed;

/**
 * Rows per table. Runs are a multiple of four, since messages and tool calls come in blocks of four runs; one task in
 * three still has its runs, the rest have been pruned.
 */
public record Volume(long tenants, long agents, long tasks, long runs, long messages, long toolCalls, long memories) {

    public static Volume ofScale(double scale) {
        long runs = Math.max(400, Math.round(400_000 * scale) / 4 * 4);
        return new Volume(
                50,
                Math.max(40, Math.round(20_000 * scale)),
                runs * 3,
                runs,
                runs / 4 * 30,
                runs / 4 * 15,
                Math.max(400, Math.round(200_000 * scale)));
    }
}
