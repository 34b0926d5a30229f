package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.collect.LongMap;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.unit.Dictionary;
import dev.sonde.analysis.unit.UnitExecutions;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.hash.ContentHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What units of work that are over have shown: faults with their evidence. Memory grows with faults and routes and not with
 * units. Sums of two tables are the table of all their units, in any order.
 *
 * <p>Classification and proof follow shared/reference/profiler.md §2b.
 */
public final class FaultTable {
    private static final int MAX_FAULTS = 20_000;
    private static final int MAX_TRAITS = 20_000;

    private final Map<Fault, FaultEvidence> faults = new TreeMap<>();
    private final UsualSites usualSites = new UsualSites();
    private final RouteUnits routeUnits = new RouteUnits();
    private LongMap<StatementTraits> traits = new LongMap<>();
    private UsualSites lookedUp = usualSites;
    private boolean placesGiven;
    private boolean isEmpty = true;

    /** Notes that a statement was executed at a call site on a route. */
    public void place(String route, long statement, long site) {
        usualSites.add(route, statement, site);
    }

    /** Takes from another table, and not from this one, where statements are usually executed. */
    public void lookUpPlacesIn(FaultTable other) {
        lookedUp = other.usualSites;
        placesGiven = true;
    }

    /** Looks up where statements are usually executed in units that go on as well, as of now. */
    public void lookAround(Collection<UnitExecutions> open, Dictionary dictionary) {
        if (!placesGiven) {
            UsualSites all = new UsualSites();
            all.add(usualSites);
            open.forEach(unit -> all.add(unit, dictionary.route(unit.key()), dictionary));
            all.otherwise(usualSites); // has what came since
            lookedUp = all;
        }
    }

    /** Writes what {@link #read} takes. */
    public void write(SummaryOutput out) {
        usualSites.write(out);
        routeUnits.write(out);
        faults.forEach((fault, evidence) -> FaultRecords.write(fault, evidence, out));
    }

    /** Adds what a record of another table says; answers whether it was one. */
    public boolean read(SummaryKind kind, SummaryInput in) {
        switch (kind) {
            case USUAL_SITE -> usualSites.read(in);
            case ROUTE_UNIT -> routeUnits.read(in);
            case FAULT -> evidence(FaultRecords.fault(in)).read(in);
            default -> {
                return false;
            }
        }
        isEmpty = false;
        return true;
    }

    /** Statements that findings name. */
    public Set<Long> statements() {
        Set<Long> named = new HashSet<>();
        faults.values().forEach(evidence -> {
            named.add(evidence.strongest().statement());
            named.add(evidence.strongest().provenance().parentStatement());
        });
        return named;
    }

    /** Whether no unit was added. */
    public boolean isEmpty() {
        return isEmpty;
    }

    /**
     * Adds a unit, or a part of one.
     *
     * @param minRepetitions executions from which something repeats
     */
    public void add(UnitExecutions unit, Dictionary dictionary, int minRepetitions) {
        observe(unit, dictionary);
        scan(unit, dictionary, minRepetitions);
    }

    /** Adds all units of another. */
    public void add(FaultTable other) {
        isEmpty &= other.isEmpty;
        usualSites.add(other.usualSites);
        routeUnits.add(other.routeUnits);
        other.faults.forEach((fault, evidence) -> evidence(fault).add(evidence));
    }

    private FaultEvidence evidence(Fault fault) {
        if (faults.size() >= MAX_FAULTS && !faults.containsKey(fault)) {
            return new FaultEvidence(); // nobody reads twenty thousand findings
        }
        return faults.computeIfAbsent(fault, f -> new FaultEvidence());
    }

    /** Remembers where a unit executed what, before units are scanned. */
    public void observe(UnitExecutions unit, Dictionary dictionary) {
        isEmpty = false;
        String route = dictionary.route(unit.key());
        usualSites.add(unit, route, dictionary);
        routeUnits.add(unit, route);
    }

    /** Looks for repetitions in a unit that was observed. */
    public void scan(UnitExecutions unit, Dictionary dictionary, int minRepetitions) {
        if (traits.size() > MAX_TRAITS) {
            traits = new LongMap<>(); // they are made again where they are needed
        }
        UnitScan scan = new UnitScan(dictionary, lookedUp, minRepetitions, traits);
        UnitContext context = scan.context(unit);
        List<Repetition> repetitions = scan.repetitions(unit, context);
        if (repetitions.isEmpty()) {
            return;
        }
        String service = dictionary.service(unit.key().session());
        String route = dictionary.route(unit.key());
        for (Loop loop : Loop.group(repetitions, dictionary)) {
            Sighting sighting = Sighting.of(unit.key(), loop, context, dictionary);
            FaultEvidence evidence = evidence(Fault.of(service, route, loop));
            if (!dictionary.isUnit(unit.key())) {
                evidence.addUnbounded();
            }
            evidence.add(
                    sighting,
                    route,
                    parentRows(loop.head().provenance(), context),
                    sighting.proven() ? 0 : keySet(loop.head()),
                    unit.isContinued(),
                    unit.isCut());
        }
    }

    private static long parentRows(Provenance provenance, UnitContext context) {
        long rows = 0;
        for (long parent : provenance.parents()) {
            Execution execution = context.bySequence(parent);
            if (execution == null) {
                return -1;
            }
            rows += execution.rows();
        }
        return rows;
    }

    /** Sum over the different keys of their hashes, which are in summaries of format 3: of a list if several positions vary. */
    private static long keySet(Repetition repetition) {
        Set<Integer> varying = repetition.varying();
        long sum = 0;
        if (varying.size() == 1) {
            int position = varying.iterator().next();
            int[] keys = repetition.executions().stream()
                    .mapToInt(execution -> execution.bind(position))
                    .sorted()
                    .distinct()
                    .toArray();
            for (int key : keys) {
                sum += ContentHash.finish(key + 1L);
            }
            return sum;
        }
        Set<List<Integer>> keys = new HashSet<>();
        repetition.executions().forEach(execution -> keys.add(Keys.values(execution, varying)));
        for (List<Integer> key : keys) {
            sum += ContentHash.finish(key.hashCode() + 1L);
        }
        return sum;
    }

    /**
     * The findings of these units and of those that may still go on.
     *
     * @param open executions of units that were not added
     * @param dropped sessions some of whose details were lost
     */
    public List<Finding> findings(
            Collection<UnitExecutions> open, Dictionary dictionary, Set<Long> dropped, int minRepetitions) {
        FaultTable all = new FaultTable();
        all.add(this);
        List<UnitExecutions> ordered = new ArrayList<>(open);
        ordered.sort(Comparator.comparing(UnitExecutions::key));
        ordered.forEach(unit -> all.observe(unit, dictionary));
        ordered.forEach(unit -> all.scan(unit, dictionary, minRepetitions));
        all.joinUnlocated();
        all.joinSiblings(dictionary);
        List<Finding> findings = new ArrayList<>();
        all.faults.forEach((fault, evidence) -> {
            if (evidence.most() >= minRepetitions
                    && dictionary.statement(evidence.strongest().statement()) != null) { // it may have been let go
                findings.add(new FaultReport(fault, evidence, dictionary, dropped)
                        .finding(all.isColdCache(evidence, minRepetitions)));
            }
        });
        return findings;
    }

    /** Call sites are sampled: what was seen without one is counted to the fault that others show in the same place. */
    private void joinUnlocated() {
        Map<Object, List<Fault>> byStatement =
                located(fault -> List.of(fault.service(), fault.kind(), fault.fingerprint()));
        for (Fault fault : List.copyOf(faults.keySet())) {
            if (!fault.isLocated()) {
                join(
                        fault,
                        byStatement.getOrDefault(
                                List.of(fault.service(), fault.kind(), fault.fingerprint()), List.of()),
                        (other, evidence) -> evidence.routes().containsKey(fault.route()));
            }
        }
    }

    /** Which sibling comes first may differ between units: the one that is a member of another's loop joins it. */
    private void joinSiblings(Dictionary dictionary) {
        Map<Object, List<Fault>> byMethod = located(fault -> List.of(fault.service(), fault.loopMethod()));
        for (Fault fault : List.copyOf(faults.keySet())) {
            FaultEvidence mine = faults.get(fault);
            if (mine != null && fault.isLocated()) {
                join(
                        fault,
                        byMethod.getOrDefault(List.of(fault.service(), fault.loopMethod()), List.of()),
                        (other, evidence) -> !other.equals(fault)
                                && other.kind().joins(fault.kind())
                                && evidence.executions() >= mine.executions()
                                && evidence.strongest().others().stream()
                                        .anyMatch(
                                                member -> Loop.fingerprint(member, dictionary) == fault.fingerprint()));
            }
        }
    }

    private Map<Object, List<Fault>> located(Function<Fault, Object> place) {
        return faults.keySet().stream().filter(Fault::isLocated).collect(Collectors.groupingBy(place));
    }

    /** Adds a fault to the largest of those others that are in the table and may be the same. */
    private void join(Fault fault, List<Fault> others, BiPredicate<Fault, FaultEvidence> same) {
        FaultEvidence largest = null;
        for (Fault other : others) { // in the order of the table, so that the first of equal ones is always the same
            FaultEvidence evidence = faults.get(other);
            if (evidence != null
                    && same.test(other, evidence)
                    && (largest == null || evidence.executions() > largest.executions())) {
                largest = evidence;
            }
        }
        if (largest != null) {
            largest.add(Objects.requireNonNull(faults.remove(fault)));
        }
    }

    /** Whether the loop ran in few units and then no more, though its parent went on. */
    private boolean isColdCache(FaultEvidence evidence, int minRepetitions) {
        Sighting strongest = evidence.strongest();
        long parent = strongest.provenance().parentStatement();
        if (parent == 0 || !strongest.kind().isLoop() || strongest.kind().isWrite()) {
            return false;
        }
        List<Long> children = new ArrayList<>(strongest.others());
        children.add(strongest.statement());
        long quiet = routeUnits.quietUnits(
                evidence.routes().keySet(), evidence.lastUnits(), parent, children, minRepetitions);
        return quiet >= Math.max(3, 3 * evidence.units());
    }
}
