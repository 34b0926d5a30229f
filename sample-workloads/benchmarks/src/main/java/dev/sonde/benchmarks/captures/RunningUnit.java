package dev.sonde.benchmarks.captures;

import dev.sonde.benchmarks.captures.ServicePlan.Planned;
import dev.sonde.benchmarks.captures.ServicePlan.Route;
import dev.sonde.benchmarks.captures.ServicePlan.Step;
import dev.sonde.capture.file.ExecutionFields;
import java.util.Map;
import java.util.SplittableRandom;

/** A unit of work on its way along its route: the execution it is at, and when that one ends. */
final class RunningUnit {
    private static final int MAX_OTHERS = 40;
    /** As the profiler: these of a statement, the third repetition in a unit, and few others have a call site. */
    private static final int FIRST_WITH_SITE = 3;

    private static final int SITE_EVERY = 64;

    final Route route;
    final ExecutionFields fields = new ExecutionFields();
    long endMicros;

    private final SplittableRandom random;
    private final Map<Long, Integer> executed;
    private int step;
    private int repeats;
    private int turn;
    private long listSequence;
    private long listStatement;
    private int listRows;
    private int keyOfUnit;

    /**
     * @param executed how often each statement of the service was executed, up to the number that matters
     */
    RunningUnit(
            Route route,
            long number,
            int thread,
            long nowMicros,
            SplittableRandom random,
            Map<Long, Integer> executed) {
        this.route = route;
        this.random = random;
        this.executed = executed;
        fields.unit = number;
        fields.thread = thread;
        fields.lease = number;
        fields.backendPid = 4_000 + thread;
        fields.transaction = number;
        keyOfUnit = random.nextInt();
        endMicros = nowMicros;
        begin();
    }

    private void begin() {
        Planned planned = route.steps().get(step);
        turn = 0;
        repeats = switch (planned.step()) {
            case CHILD -> listRows;
            case INSERTS -> random.nextInt(4) == 0 ? 5 + random.nextInt(11) : 1;
            default -> 1;
        };
    }

    /** Goes on to the next execution; false if the unit is over. */
    boolean next(long sequence) {
        while (turn >= repeats) {
            step++;
            if (step >= route.steps().size() || step >= MAX_OTHERS) {
                return false;
            }
            begin();
        }
        execute(route.steps().get(step), sequence);
        turn++;
        return true;
    }

    Planned current() {
        return route.steps().get(step);
    }

    private void execute(Planned planned, long sequence) {
        fields.sequence = sequence;
        fields.statement = planned.id();
        fields.startMicros = endMicros + 200 + random.nextInt(3_000);
        fields.executeNanos = nanos(planned);
        fields.fetchNanos = planned.step() == Step.INSERTS ? 0 : fields.executeNanos / 8;
        fields.sqlState = random.nextInt(8_192) == 0 ? "40001" : "";
        fields.updateCount = planned.step() == Step.INSERTS ? 1 : -1;
        fields.rows = planned.step() == Step.INSERTS ? -1 : 1;
        boolean isSampled = random.nextInt(SITE_EVERY) == 0;
        fields.callSite = isSampled || turn == 2 || isOneOfTheFirst(planned.id()) ? planned.site() : 0;
        fields.linked = false;
        fields.bindCount = planned.binds();
        for (int i = 0; i < planned.binds(); i++) {
            fields.binds[i] = value(planned, i);
        }
        if (planned.step() == Step.LIST) {
            listRows = random.nextInt(3) == 0 ? random.nextInt(3) : 5 + random.nextInt(20);
            listSequence = sequence;
            listStatement = planned.id();
            fields.rows = listRows;
        } else if (planned.step() == Step.CHILD) {
            fields.linked = true;
            fields.linkParent = listSequence;
            fields.linkParentStatement = listStatement;
            fields.linkColumn = 1;
            fields.linkRow = turn;
            fields.linkBind = 1;
        }
        endMicros = fields.startMicros + (fields.executeNanos + fields.fetchNanos) / 1_000;
    }

    private boolean isOneOfTheFirst(long statement) {
        int before = executed.getOrDefault(statement, 0);
        if (before < FIRST_WITH_SITE) {
            executed.put(statement, before + 1);
        }
        return before < FIRST_WITH_SITE;
    }

    private long nanos(Planned planned) {
        long nanos = planned.nanos() * (50 + random.nextInt(100)) / 100;
        if (planned.step() == Step.SLOW) {
            return 40_000_000 + 60 * nanos;
        }
        return random.nextInt(2_000) == 0 ? 40 * nanos : nanos;
    }

    /** Some values come again and again, most seldom; never 0, which is SQL NULL. */
    private int value(Planned planned, int position) {
        int key = position > 0
                ? keyOfUnit & 0xFF
                : planned.step() == Step.CHILD || planned.step() == Step.INSERTS
                        ? random.nextInt()
                        : Math.min(random.nextInt(planned.keys()), random.nextInt(planned.keys()));
        int hash = (key + 1) * 0x9E3779B1 ^ (int) planned.id();
        return hash == 0 ? 1 : hash;
    }
}
