package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.unit.UnitExecutions;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What the last units of each route executed, which tells a loop that has stopped, because it filled a cache, from one that
 * goes on. The last {@value #KEPT} units of a route of a session, at most {@value #MAX_ROUTES} routes.
 */
final class RouteUnits {
    private static final int KEPT = 16;
    private static final int MAX_ROUTES = 2_000;
    private static final int MAX_EXECUTIONS = 64;

    private record RouteOfSession(long session, String route) {}

    private static final Comparator<RouteOfSession> ORDER =
            Comparator.comparingLong(RouteOfSession::session).thenComparing(RouteOfSession::route);

    /** The units with the highest numbers, in no order. */
    private static final class LastUnits {
        private final long[] numbers = new long[KEPT];

        /** Identifier of a statement and its rows, in turns. */
        private final long[][] executed = new long[KEPT][];

        private int count;

        /** The array for a unit, to be filled, null if it is not wanted: nearly every unit takes the place of an earlier one. */
        long @Nullable [] place(long number, int length) {
            int lowest = 0;
            for (int i = 0; i < count; i++) {
                if (numbers[i] == number) {
                    return null;
                }
                lowest = numbers[i] < numbers[lowest] ? i : lowest;
            }
            if (count < KEPT) {
                lowest = count++;
            } else if (number < numbers[lowest]) {
                return null;
            }
            numbers[lowest] = number;
            if (executed[lowest] == null || executed[lowest].length != length) {
                executed[lowest] = new long[length];
            }
            return executed[lowest];
        }

        void add(long number, long[] what) {
            long[] place = place(number, what.length);
            if (place != null) {
                System.arraycopy(what, 0, place, 0, what.length);
            }
        }
    }

    private final Map<RouteOfSession, LastUnits> units = new HashMap<>();

    void add(UnitExecutions unit, String route) {
        LastUnits last = unit.isCut() || unit.count() > MAX_EXECUTIONS
                ? null
                : lastUnits(new RouteOfSession(unit.key().session(), route));
        long[] place = last == null ? null : last.place(unit.key().unit(), 2 * unit.count());
        for (int i = 0; place != null && i < unit.count(); i++) {
            place[2 * i] = unit.statement(i);
            place[2 * i + 1] = unit.rows(i);
        }
    }

    void write(SummaryOutput out) {
        SortedMap<RouteOfSession, LastUnits> sorted = new TreeMap<>(ORDER);
        sorted.putAll(units);
        sorted.forEach((route, last) -> {
            SortedMap<Long, long[]> byNumber = new TreeMap<>();
            for (int i = 0; i < last.count; i++) {
                byNumber.put(last.numbers[i], last.executed[i]);
            }
            out.each(
                    SummaryKind.ROUTE_UNIT,
                    byNumber,
                    (number, executed) -> out.id(route.session())
                            .text(route.route())
                            .number(number)
                            .list(
                                    IntStream.range(0, executed.length / 2)
                                            .boxed()
                                            .toList(),
                                    i -> out.id(executed[2 * i]).number(executed[2 * i + 1])));
        });
    }

    void read(SummaryInput in) {
        LastUnits last = lastUnits(new RouteOfSession(in.id(), in.text()));
        long number = in.number();
        long[] executed = in.list(() -> LongStream.of(in.id(), in.number())).stream()
                .flatMapToLong(pair -> pair)
                .toArray();
        if (last != null) {
            last.add(number, executed);
        }
    }

    void add(RouteUnits other) {
        other.units.forEach((route, theirs) -> {
            LastUnits last = lastUnits(route);
            for (int i = 0; last != null && i < theirs.count; i++) {
                last.add(theirs.numbers[i], theirs.executed[i]);
            }
        });
    }

    private @Nullable LastUnits lastUnits(RouteOfSession route) {
        LastUnits last = units.get(route);
        if (last == null && units.size() < MAX_ROUTES) {
            last = new LastUnits();
            units.put(route, last);
        }
        return last;
    }

    /** Units of the routes after the given number of each session in which the parent had rows and no child followed. */
    long quietUnits(
            Collection<String> routes, Map<Long, Long> after, long parent, Collection<Long> children, long minRows) {
        long quiet = 0;
        for (Map.Entry<RouteOfSession, LastUnits> entry : units.entrySet()) {
            Long last = after.get(entry.getKey().session());
            LastUnits kept = entry.getValue();
            for (int i = 0; last != null && routes.contains(entry.getKey().route()) && i < kept.count; i++) {
                quiet += kept.numbers[i] > last && isQuiet(kept.executed[i], parent, children, minRows) ? 1 : 0;
            }
        }
        return quiet;
    }

    private static boolean isQuiet(long[] executed, long parent, Collection<Long> children, long minRows) {
        boolean hasRows = false;
        for (int i = 0; i < executed.length; i += 2) {
            if (children.contains(executed[i])) {
                return false;
            }
            hasRows |= executed[i] == parent && executed[i + 1] >= minRows;
        }
        return hasRows;
    }
}
