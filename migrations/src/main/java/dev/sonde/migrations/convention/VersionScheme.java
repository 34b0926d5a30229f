package dev.sonde.migrations.convention;

import dev.sonde.migrations.convention.VersionField.Calendar;
import dev.sonde.migrations.convention.VersionField.Counter;
import dev.sonde.migrations.convention.VersionField.Epoch;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How versions are made up.
 *
 * @param separators what stands before each field, empty before the first
 */
record VersionScheme(List<VersionField> fields, List<String> separators) {

    static final VersionScheme TIMESTAMP = new VersionScheme(List.of(new Calendar("uuuuMMddHHmmss")), List.of(""));

    private static final List<String> WHOLE_TIMES =
            List.of("uuuuMMddHHmmssSSS", "uuuuMMddHHmmss", "uuuuMMddHHmm", "uuuuMMdd");

    VersionScheme {
        fields = List.copyOf(fields);
        separators = List.copyOf(separators);
    }

    /** The scheme a version was most likely made by. */
    static VersionScheme of(String version) {
        List<VersionField> fields = new ArrayList<>();
        List<String> separators = new ArrayList<>();
        String[] parts = version.split("[._]");
        String separator = parts.length > 1 ? version.substring(parts[0].length(), parts[0].length() + 1) : "";
        int next = 0;
        if (parts.length >= 3 && isDate(parts)) {
            fields.add(new Calendar("uuuu"));
            fields.add(new Calendar(parts[1].length() == 2 ? "MM" : "M"));
            fields.add(new Calendar(parts[2].length() == 2 ? "dd" : "d"));
            next = 3;
            if (parts.length > 4 && isClock(parts)) {
                List.of("HH", "mm", "ss").subList(0, parts.length - 3).forEach(p -> fields.add(new Calendar(p)));
                next = parts.length;
            }
        }
        for (; next < parts.length; next++) {
            addField(parts[next], fields);
        }
        for (int i = 0; i < fields.size(); i++) {
            // Only a date with a counter in one run of digits has more fields than parts.
            separators.add(i == 0 || i >= parts.length ? "" : separator);
        }
        return new VersionScheme(fields, separators);
    }

    private static boolean isDate(String[] parts) {
        return Calendar.matches("uuuuMMdd", parts[0] + twoDigits(parts[1]) + twoDigits(parts[2]));
    }

    private static String twoDigits(String part) {
        return part.length() == 1 ? "0" + part : part;
    }

    private static boolean isClock(String[] parts) {
        if (parts.length > 6) {
            return false;
        }
        String digits = String.join("", List.of(parts).subList(3, parts.length));
        return isTimeOfDay(digits, (parts.length - 3) * 2);
    }

    private static boolean isTimeOfDay(String digits, int length) {
        return digits.length() == length
                && Calendar.matches("uuuuMMddHHmmss", "20000101" + digits + "00".repeat((6 - length) / 2));
    }

    private static void addField(String digits, List<VersionField> fields) {
        for (String pattern : WHOLE_TIMES) {
            if (Calendar.matches(pattern, digits)) {
                fields.add(new Calendar(pattern));
                return;
            }
        }
        boolean afterDate = !fields.isEmpty()
                && fields.get(fields.size() - 1) instanceof Calendar day
                && day.unit() == ChronoUnit.DAYS;
        if (afterDate && (isTimeOfDay(digits, 6) || isTimeOfDay(digits, 4))) {
            fields.add(new Calendar(digits.length() == 6 ? "HHmmss" : "HHmm"));
        } else if (digits.length() == 10 && Calendar.matches("uuuuMMdd", digits.substring(0, 8))) {
            fields.add(new Calendar("uuuuMMdd"));
            fields.add(new Counter(2));
        } else if (digits.matches("1\\d{9}|1\\d{12}")) {
            fields.add(new Epoch(digits.length() == 10 ? ChronoUnit.SECONDS : ChronoUnit.MILLIS));
        } else {
            fields.add(new Counter(digits.startsWith("0") ? digits.length() : 0));
        }
    }

    /** Equal for versions of one convention; padding and values are not part of it. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            shape.append(separators.get(i)).append(fields.get(i).shape());
        }
        return shape.toString();
    }

    /** This scheme with the wider padding of the two; both have the same shape. */
    VersionScheme padded(VersionScheme other) {
        List<VersionField> padded = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i) instanceof Counter mine && other.fields.get(i) instanceof Counter theirs) {
                padded.add(new Counter(Math.max(mine.width(), theirs.width())));
            } else {
                padded.add(fields.get(i));
            }
        }
        return new VersionScheme(padded, separators);
    }

    /** The first version of an empty folder. */
    String first(Instant now) {
        return render(now, Collections.nCopies(fields.size(), BigInteger.ONE));
    }

    /** The next version of this scheme, always above {@code newest}. */
    String next(String newest, Instant now) {
        MigrationVersion floor = MigrationVersion.parse(newest);
        if (fields.stream().allMatch(Counter.class::isInstance)) {
            return countedUp(floor);
        }
        Optional<List<BigInteger>> values = values(newest);
        String byClock = render(now, counters(values, now));
        if (MigrationVersion.parse(byClock).compareTo(floor) > 0) {
            return byClock;
        }
        Optional<String> afterNewest = values.flatMap(v -> time(v).map(time -> {
            Instant later = endsWithCounter() ? time : time.plus(1, unit());
            return render(later, counters(values, later));
        }));
        return afterNewest
                .filter(version -> MigrationVersion.parse(version).compareTo(floor) > 0)
                .orElseGet(() -> countedUp(floor));
    }

    private String countedUp(MigrationVersion floor) {
        List<BigInteger> numbers = new ArrayList<>();
        int parts = (int) separators.stream().filter(s -> !s.isEmpty()).count() + 1;
        for (int i = 0; i < parts; i++) {
            numbers.add(i < floor.parts().size() ? floor.parts().get(i) : BigInteger.ZERO);
        }
        numbers.set(parts - 1, numbers.get(parts - 1).add(BigInteger.ONE));
        if (fields.stream().allMatch(Counter.class::isInstance)) {
            return render(Instant.EPOCH, numbers);
        }
        return numbers.stream().map(BigInteger::toString).collect(Collectors.joining("."));
    }

    /** Numbers of the counters: one more than the newest, from 1 again when the time before them has moved on. */
    private List<BigInteger> counters(Optional<List<BigInteger>> newest, Instant time) {
        List<BigInteger> numbers = new ArrayList<>();
        boolean timeMoved = false;
        boolean afterTime = false;
        for (int i = 0; i < fields.size(); i++) {
            BigInteger old = newest.isPresent() ? newest.get().get(i) : BigInteger.ZERO;
            if (fields.get(i) instanceof Counter) {
                numbers.add(afterTime && timeMoved ? BigInteger.ONE : old.add(BigInteger.ONE));
            } else {
                afterTime = true;
                timeMoved |= !new BigInteger(fields.get(i).render(time, BigInteger.ZERO)).equals(old);
                numbers.add(BigInteger.ZERO);
            }
        }
        return numbers;
    }

    private String render(Instant time, List<BigInteger> numbers) {
        StringBuilder version = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            version.append(separators.get(i)).append(fields.get(i).render(time, numbers.get(i)));
        }
        return version.toString();
    }

    private Optional<List<BigInteger>> values(String version) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            pattern.append(separators.get(i).isEmpty() ? "" : "[._]");
            boolean fixed = fields.get(i) instanceof Calendar calendar
                    && calendar.pattern().length() > 1;
            pattern.append(
                    fixed ? "(\\d{" + ((Calendar) fields.get(i)).pattern().length() + "})" : "(\\d+)");
        }
        Matcher matcher = Pattern.compile(pattern.toString()).matcher(version);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<BigInteger> values = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            values.add(new BigInteger(matcher.group(i)));
        }
        return Optional.of(values);
    }

    private Optional<Instant> time(List<BigInteger> values) {
        StringBuilder pattern = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i) instanceof Epoch epoch) {
                long value = values.get(i).longValue();
                return Optional.of(
                        epoch.unit() == ChronoUnit.SECONDS
                                ? Instant.ofEpochSecond(value)
                                : Instant.ofEpochMilli(value));
            }
            if (fields.get(i) instanceof Calendar calendar) {
                int width = calendar.pattern().length();
                pattern.append(calendar.pattern()).append(' ');
                text.append(new Counter(width).render(Instant.EPOCH, values.get(i)))
                        .append(' ');
            }
        }
        try {
            return Optional.of(LocalDateTime.parse(
                            text,
                            new DateTimeFormatterBuilder()
                                    .appendPattern(pattern.toString())
                                    .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                                    .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                                    .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
                                    .toFormatter(Locale.ROOT))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private boolean endsWithCounter() {
        return fields.get(fields.size() - 1) instanceof Counter;
    }

    private ChronoUnit unit() {
        ChronoUnit unit = ChronoUnit.DAYS;
        for (VersionField field : fields) {
            if (field instanceof Epoch epoch) {
                return epoch.unit();
            }
            if (field instanceof Calendar calendar && calendar.unit().compareTo(unit) < 0) {
                unit = calendar.unit();
            }
        }
        return unit;
    }
}
