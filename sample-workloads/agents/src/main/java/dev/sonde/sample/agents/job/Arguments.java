package dev.sonde.sample.agents.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Arguments of a job as {@code --name value} or {@code --name=value}; an unknown name is refused. */
public final class Arguments {

    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public static Arguments parse(String[] args, Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            String argument = args[i];
            if (!argument.startsWith("--")) {
                throw new UsageException("unexpected argument: " + argument + " (options: " + options(known) + ")");
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
            if (!known.contains(name)) {
                throw new UsageException("unknown option: --" + name + " (options: " + options(known) + ")");
            }
            if (equals < 0 && i + 1 == args.length) {
                throw new UsageException("--" + name + " needs a value");
            }
            String value = equals < 0 ? args[++i] : argument.substring(equals + 1);
            if (values.put(name, value) != null) {
                throw new UsageException("--" + name + " is given twice");
            }
        }
        return new Arguments(values);
    }

    public @Nullable String find(String name) {
        return values.get(name);
    }

    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    public String required(String name) {
        String value = values.get(name);
        if (value == null || value.isBlank()) {
            throw new UsageException("--" + name + " is required");
        }
        return value;
    }

    /** A number above zero and not above the limit. */
    public double positive(String name, double otherwise, double limit) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(value);
            if (number > 0 && number <= limit) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("--" + name + " must be a number: " + value);
        }
        throw new UsageException("--" + name + " must be above 0 and at most " + limit + ": " + value);
    }

    /** A whole number between 1 and the limit. */
    public int count(String name, int otherwise, int limit) {
        double number = positive(name, otherwise, limit);
        if (number != Math.rint(number)) {
            throw new UsageException("--" + name + " must be a whole number: " + values.get(name));
        }
        return (int) number;
    }

    private static String options(Set<String> known) {
        StringBuilder options = new StringBuilder();
        new TreeSet<>(known)
                .forEach(name -> options.append(options.isEmpty() ? "" : ", ")
                        .append("--")
                        .append(name));
        return options.toString();
    }
}
