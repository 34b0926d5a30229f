package dev.sonde.sample.agents.load;

import dev.sonde.sample.agents.job.Arguments;
import dev.sonde.sample.agents.job.UsageException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What load to make, and against what. */
record LoadSettings(
        URI baseUrl, double rate, Duration warmUp, Duration duration, Duration drain, long seed, int maxInFlight) {

    static final Set<String> OPTIONS =
            Set.of("base-url", "rate", "warm-up", "duration", "drain", "mix", "seed", "max-in-flight", "json");

    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})(ms|s|m)");
    private static final Set<String> OWN_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    static LoadSettings of(Arguments arguments) {
        return new LoadSettings(
                ownMachine(arguments.required("base-url")),
                arguments.positive("rate", 500, 20_000),
                span(arguments, "warm-up", "5s"),
                atLeastOneMillisecond(span(arguments, "duration", "20s")),
                span(arguments, "drain", "10s"),
                seed(arguments.text("seed", "42")),
                arguments.count("max-in-flight", 256, 10_000));
    }

    private static URI ownMachine(String text) {
        URI url;
        try {
            url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--base-url is no URL: " + text);
        }
        if (!"http".equals(url.getScheme()) || url.getHost() == null) {
            throw new UsageException("--base-url must look like http://127.0.0.1:PORT: " + text);
        }
        if (!OWN_MACHINE.contains(url.getHost())) {
            throw new UsageException("--base-url must be on this machine (127.0.0.1 or localhost), load against others"
                    + " is refused: " + text);
        }
        return url;
    }

    private static Duration span(Arguments arguments, String name, String otherwise) {
        String text = arguments.text(name, otherwise);
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            throw new UsageException("--" + name + " must be a time such as 500ms, 20s or 2m: " + text);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }

    private static Duration atLeastOneMillisecond(Duration duration) {
        if (duration.isZero()) {
            throw new UsageException("--duration must be above 0");
        }
        return duration;
    }

    private static long seed(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new UsageException("--seed must be a whole number: " + text);
        }
    }
}
