package dev.sonde.engine.candidate;

import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.AssignedColumns;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.size.ExpressionStatistics;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Proposes indexes of all kinds for the way a workload reads its tables, and says of what it passes over why. Equal
 * input gives equal candidates in equal order; there are at most 60 per table.
 */
public final class CandidateGenerator {

    private static final int MIN_PAGES = 100;

    private static final List<CandidateFamily> FAMILIES = List.of(
            new BTreeCandidates(),
            new HashCandidates(),
            new TextCandidates(),
            new PartsCandidates(),
            new BrinCandidates());

    private final CatalogSnapshot snapshot;
    private final PartitionedTables partitioned;
    private final Map<QualifiedName, List<TableAccess>> accesses = new TreeMap<>();
    private final Map<QualifiedName, Set<String>> updated = new TreeMap<>();
    private final List<Rejection> rejections = new ArrayList<>();

    public CandidateGenerator(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
        this.partitioned = new PartitionedTables(snapshot);
    }

    /** Takes a statement's plan into account. */
    public void add(PlannedStatement statement, PlanNode plan) {
        AccessReader.Reading reading = AccessReader.read(snapshot, partitioned, statement, plan);
        for (TableAccess access : reading.accesses()) {
            accesses.computeIfAbsent(access.table(), table -> new ArrayList<>()).add(access);
        }
        rejections.addAll(reading.rejections());
        plan.forEach(node -> {
            QualifiedName relation = node.relation();
            if (relation != null && node.type().equals("Update")) {
                updated.computeIfAbsent(partitioned.top(relation), table -> new TreeSet<>())
                        .addAll(AssignedColumns.of(statement.sql()));
            }
        });
    }

    /** All candidates, and why nothing is proposed for the rest. */
    public Candidates generate() {
        Rejections rejected = new Rejections();
        rejected.addAll(rejections);
        List<Candidate> proposed = new ArrayList<>();
        accesses.forEach((name, ofTable) -> {
            TableSnapshot table = partitioned.whole(name).orElseThrow();
            if (isPassedOver(table, ofTable, rejected)) {
                return;
            }
            TableReads reads = new TableReads(
                    snapshot, table, partitioned.leaves(name), ofTable, updated.getOrDefault(name, Set.of()));
            Proposals proposals = new Proposals(reads, rejected, observed(table, ofTable));
            for (TableAccess access : ofTable) {
                FAMILIES.forEach(family -> family.propose(reads, access, proposals));
            }
            proposed.addAll(proposals.candidates());
        });
        return new Candidates(proposed, rejected.all());
    }

    private static boolean isPassedOver(TableSnapshot table, List<TableAccess> accesses, Rejections rejected) {
        SortedSet<String> asked = new TreeSet<>();
        accesses.stream().filter(TableAccess::asksForAnIndex).forEach(access -> asked.add(access.fingerprint()));
        Optional<Rejection> passedOver = passedOver(table, asked);
        if (!asked.isEmpty()) {
            passedOver.ifPresent(rejected::add);
        }
        return passedOver.isPresent();
    }

    private static Optional<Rejection> passedOver(TableSnapshot table, SortedSet<String> askedBy) {
        int pages = table.size().filePages();
        return pages >= MIN_PAGES
                ? Optional.empty()
                : Optional.of(new Rejection(
                        table.name(),
                        "",
                        "the table has " + pages + " pages: below " + MIN_PAGES + " reading it through is as good",
                        "",
                        askedBy));
    }

    /**
     * What captured row counts tell of an expression: if a statement that does nothing but compare it with one value
     * gets so many rows on average, there are about as many values as that goes into the table's rows.
     */
    private static Map<String, ColumnStatistics> observed(TableSnapshot table, List<TableAccess> accesses) {
        Map<String, ColumnStatistics> observed = new TreeMap<>();
        double rows = table.size().estimatedTuples();
        for (TableAccess access : accesses) {
            if (access.conditions().size() != 1 || !(access.rows() > 0) || rows <= 0) {
                continue;
            }
            Condition only = access.conditions().get(0);
            if (only.kind() == Condition.Kind.EQUAL && !only.subject().isColumn()) {
                observed.putIfAbsent(
                        only.subject().expression(),
                        ExpressionStatistics.ofDistinct(
                                table, only.subject().expression(), Math.max(1, rows / access.rows())));
            }
        }
        return observed;
    }
}
