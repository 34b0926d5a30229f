package dev.sonde.engine.advice;

import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.selection.WhatIfCosts;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names that what-if indexes get once they are advised. */
public final class AdvisedNames {

    private final Map<String, String> names = new LinkedHashMap<>();

    /**
     * Names for the new indexes of a set.
     *
     * @param chosen numbers of alternatives; existing ones keep their names
     */
    public AdvisedNames(CatalogSnapshot snapshot, WhatIfCosts costs, BitSet chosen) {
        IndexNames free = new IndexNames(snapshot);
        BitSet built = (BitSet) chosen.clone();
        built.andNot(costs.now());
        built.stream().forEach(i -> {
            WhatIfIndex index = costs.alternatives().get(i).index();
            names.put(index.name(), free.name(index.definition()));
        });
    }

    /** The name of an index; one that is not advised has the name that plans call it by. */
    public String of(WhatIfIndex index) {
        return of(index.name());
    }

    /** The name of an index that a plan calls by that name. */
    public String of(String inPlan) {
        return names.getOrDefault(inPlan, inPlan);
    }

    /** A plan with these names. */
    public PlanNode in(PlanNode plan) {
        return plan.withIndexNames(names);
    }
}
