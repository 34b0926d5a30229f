package dev.sonde.sample.agents.load;

import dev.sonde.sample.agents.job.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Routes and how often each is asked for: lines of {@code weight METHOD /path/{variable}?query}. */
record Mix(List<Entry> entries) {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE");

    /** A route as the service names it, and what to send, with variables still in it. */
    record Entry(double weight, String method, String target) {

        String route() {
            int query = target.indexOf('?');
            return method + " " + (query < 0 ? target : target.substring(0, query));
        }
    }

    Mix {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new UsageException("the mix has no route");
        }
    }

    static Mix parse(String name, List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                entries.add(entry(name + ":" + (i + 1), line));
            }
        }
        return new Mix(entries);
    }

    Entry pick(RandomGenerator random) {
        double total = entries.stream().mapToDouble(Entry::weight).sum();
        double left = random.nextDouble() * total;
        for (Entry entry : entries) {
            left -= entry.weight();
            if (left < 0) {
                return entry;
            }
        }
        return entries.get(entries.size() - 1);
    }

    private static Entry entry(String where, String line) {
        String[] parts = line.split("\\s+");
        if (parts.length != 3 || !METHODS.contains(parts[1]) || !parts[2].startsWith("/")) {
            throw new UsageException(where + ": expected 'weight METHOD /path' but found: " + line);
        }
        try {
            double weight = Double.parseDouble(parts[0]);
            if (weight > 0 && Double.isFinite(weight)) {
                return new Entry(weight, parts[1], parts[2]);
            }
        } catch (NumberFormatException e) {
            throw new UsageException(where + ": weight is no number: " + parts[0]);
        }
        throw new UsageException(where + ": weight must be above 0: " + parts[0]);
    }
}
