package dev.sonde.engine.why;

import dev.sonde.engine.advice.AdviceOptions;
import dev.sonde.engine.advice.Deliberation;
import dev.sonde.engine.advice.Queries;
import dev.sonde.engine.candidate.Candidate;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.why.WhyReport.Considered;
import dev.sonde.engine.why.WhyReport.Index;
import dev.sonde.engine.why.WhyReport.Query;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.List;

/** Questions about a workload on a twin. */
record Asked(PlanTwin twin, CatalogSnapshot snapshot, AdviceOptions options, List<WorkloadStatement> workload) {

    static Asked of(PlanTwin twin, CatalogSnapshot snapshot, WorkloadStatement... workload) {
        return new Asked(twin, snapshot, AdviceOptions.ofDefaults(), List.of(workload));
    }

    Asked with(AdviceOptions other) {
        return new Asked(twin, snapshot, other, workload);
    }

    private WhyReport report(List<String> fingerprints, List<NamedIndex> indexes) {
        List<Candidate> named = indexes.stream()
                .filter(NamedIndex.WhatIf.class::isInstance)
                .map(index -> ((NamedIndex.WhatIf) index).candidate(twin, snapshot))
                .toList();
        Deliberation found = Deliberation.of(
                twin,
                twin.notes(),
                snapshot,
                Queries.workload(workload.toArray(WorkloadStatement[]::new)),
                Queries::matches,
                options,
                named);
        return Why.of(found, fingerprints, indexes);
    }

    /** The answer for the workload's first query. */
    Query query() {
        return report(List.of(workload.get(0).fingerprint()), List.of())
                .queries()
                .get(0);
    }

    /** What was said of an index that was examined for the workload's first query. */
    Considered considered(String target) {
        Query query = query();
        return query.considered().stream()
                .filter(each -> each.index().equals(target))
                .findFirst()
                .orElseThrow(() -> new AssertionError(target + " is not among " + query.considered()));
    }

    Index index(String name) {
        for (TableSnapshot table : snapshot.tables()) {
            for (IndexSnapshot index : table.indexes()) {
                if (index.name().equals(name)) {
                    return report(List.of(), List.of(new NamedIndex.Existing(table, index)))
                            .indexes()
                            .get(0);
                }
            }
        }
        throw new AssertionError("no index " + name);
    }

    Index whatIf(String statement) {
        return report(List.of(), List.copyOf(CreateIndexText.read(snapshot, List.of(statement))))
                .indexes()
                .get(0);
    }

    Index whatIf(NamedIndex.WhatIf index) {
        return report(List.of(), List.of(index)).indexes().get(0);
    }
}
