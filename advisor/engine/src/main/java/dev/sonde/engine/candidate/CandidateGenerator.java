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

    /** All candidates, by table. */
    public List<Candidate> candidates() {
        return generate(new ArrayList<>());
    }

    /** Why nothing is proposed for conditions and tables of the statements, each reason once. */
    public List<Rejection> rejections() {
        List<Rejection> all = new ArrayList<>(rejections);
        generate(all);
        return List.copyOf(new TreeSet<>(all));
    }

    private List<Candidate> generate(List<Rejection> rejected) {
        List<Candidate> candidates = new ArrayList<>();
        accesses.forEach((name, ofTable) -> {
            TableSnapshot table = partitioned.whole(name).orElseThrow();
            boolean asked = ofTable.stream()
                    .anyMatch(access -> !access.conditions().isEmpty()
                            || !access.order().isEmpty()
                            || !access.keysets().isEmpty());
            Optional<Rejection> passedOver = passedOver(table);
            if (passedOver.isPresent()) {
                if (asked) {
                    rejected.add(passedOver.get());
                }
                return;
            }
            TableReads reads = new TableReads(
                    snapshot, table, partitioned.leaves(name), ofTable, updated.getOrDefault(name, Set.of()));
            Proposals proposals = new Proposals(reads, rejected, observed(table, ofTable));
            for (TableAccess access : ofTable) {
                FAMILIES.forEach(family -> family.propose(reads, access, proposals));
            }
            candidates.addAll(proposals.candidates());
        });
        return candidates;
    }

    private static Optional<Rejection> passedOver(TableSnapshot table) {
        int pages = table.size().filePages();
        return pages >= MIN_PAGES
                ? Optional.empty()
                : Optional.of(new Rejection(
                        table.name(),
                        "",
                        "the table has " + pages + " pages: below " + MIN_PAGES + " reading it through is as good",
                        ""));
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
