package dev.sonde.engine.codefix;

import dev.sonde.engine.bind.PlannedWorkload;
import dev.sonde.engine.candidate.Candidate;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** All fixes of a workload. */
public final class CodeFixes {

    private CodeFixes() {}

    /**
     * What the service should write otherwise, greatest saving first.
     *
     * @param planned executions not yet divided into custom and generic plans
     * @param divided the same, divided
     * @param candidates what was examined
     * @param chosen what is advised
     * @param minimumGain estimated cost that a partial index has to save to be worth a word
     */
    public static List<CodeFix> of(
            Planner planner,
            CatalogSnapshot snapshot,
            PlannedWorkload planned,
            PlannedWorkload divided,
            Collection<Candidate> candidates,
            List<WhatIfIndex> chosen,
            double minimumGain) {
        List<CodeFix> fixes = new ArrayList<>(BindTypes.of(planner, snapshot, planned.general()));
        fixes.addAll(new LostPartials(planner, snapshot, planned, divided).of(candidates, chosen, minimumGain));
        fixes.sort(Comparator.comparingDouble((CodeFix fix) -> (fix.costAfter() - fix.costBefore()) * fix.calls())
                .thenComparing(CodeFix::fingerprint)
                .thenComparing(CodeFix::parameter));
        return fixes;
    }
}
