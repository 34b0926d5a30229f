package dev.sonde.sample.agents.load;

import dev.sonde.sample.agents.job.UsageException;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values for the variables of a route, as skewed as the data: new rows are asked for more often than old ones. */
final class Variables {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final Map<String, Long> highest;
    private final RandomGenerator random;

    Variables(Map<String, Long> highest, RandomGenerator random) {
        this.highest = Map.copyOf(highest);
        this.random = random;
    }

    String fill(String target) {
        Matcher matcher = VARIABLE.matcher(target);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(filled, value(matcher.group(1)));
        }
        return matcher.appendTail(filled).toString();
    }

    private String value(String name) {
        return switch (name) {
            // Deleted agents answer 404 on purpose, so the load asks for others: the seed deletes one of 25.
            case "agent" -> Long.toString(livingAgent());
            case "task" -> Long.toString(recent("tasks", 3));
            case "run" -> Long.toString(recent("runs", 1));
            case "message" -> Long.toString(recent("messages", 1));
            case "memory" -> Long.toString(1 + random.nextLong(Math.max(1, of("memories"))));
            case "tool" -> "tool_" + (1 + (int) (40 * square(random.nextDouble())));
            case "region" -> "r" + random.nextInt(90);
            case "subject" -> "subject" + (1 + random.nextInt(1600));
            case "page" -> Integer.toString(random.nextInt(3));
            default -> throw new UsageException("unknown variable {" + name + "} in the mix");
        };
    }

    private long livingAgent() {
        long agent = 1 + (long) (of("agents") * square(random.nextDouble()));
        return agent % 25 == 7 ? agent + 1 : agent;
    }

    /** From the newest part of a table, the newest most often. */
    private long recent(String table, int part) {
        long newest = of(table);
        return Math.max(1, newest - (long) (newest / (double) part * square(random.nextDouble())));
    }

    private long of(String table) {
        return highest.getOrDefault(table, 1L);
    }

    private static double square(double number) {
        return number * number;
    }
}
