package dev.sonde.engine.why;

import dev.sonde.engine.candidate.Candidate;
import dev.sonde.engine.candidate.ExistingIndexes;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.selection.Alternative;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import dev.sonde.engine.why.Users.Answer;
import dev.sonde.engine.why.Weighing.Outcome;
import dev.sonde.engine.why.WhyReport.Index;
import dev.sonde.engine.why.WhyReport.Upkeep;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Answers for indexes that do not exist. */
final class WhatIfReasons {

    private final Trials trials;
    private final Weighing weighing;
    private final Users users;

    WhatIfReasons(Trials trials, Weighing weighing) {
        this.trials = trials;
        this.weighing = weighing;
        this.users = new Users(trials);
    }

    /** Who would use the index, and why it is advised or not. */
    Index of(NamedIndex.WhatIf asked) {
        IndexDefinition definition = asked.definition();
        CatalogSnapshot snapshot = trials.found().snapshot();
        TableSnapshot table = snapshot.table(definition.table()).orElseThrow();
        OptionalInt number = IntStream.range(0, trials.costs().alternatives().size())
                .filter(i -> !trials.alternative(i).existing()
                        && trials.alternative(i).index().definition().equals(definition))
                .findFirst();
        return number.isPresent() ? planned(asked, table, number.getAsInt()) : refused(asked);
    }

    private Index planned(NamedIndex.WhatIf asked, TableSnapshot table, int number) {
        Alternative alternative = trials.alternative(number);
        WhatIfIndex index = alternative.index();
        List<Answer> today = users.today();
        List<Answer> with = users.with(index);
        BitSet more = trials.chosen();
        more.set(number);
        BitSet fewer = trials.chosen();
        fewer.clear(number);
        double beside = trials.costs().total(trials.costs().costs(fewer))
                - trials.costs().total(trials.costs().costs(more));
        dev.sonde.engine.advice.Upkeep upkeep = trials.found().upkeep(table, index);
        Outcome outcome = existing(table, asked.definition()).orElseGet(() -> weighing.of(number));
        return new Index(
                asked.text(),
                false,
                asked.definition().target(),
                table.name().toString(),
                index.size().bytes(),
                new Upkeep(upkeep.cost(), upkeep.entries(), upkeep.walBytes(), upkeep.hotLost()),
                null,
                List.of(),
                null,
                List.of(),
                users.of(with, today, text -> text.replaceAll("\\b" + index.name() + "\\b", "it")),
                users.total(today),
                users.total(with),
                beside,
                outcome.verdict(),
                outcome.because());
    }

    private static Optional<Outcome> existing(TableSnapshot table, IndexDefinition definition) {
        Optional<IndexSnapshot> covering = ExistingIndexes.covering(table, definition);
        return covering.map(index -> new Outcome(Verdict.EXISTS, "index " + index.name() + " does this already"));
    }

    private Index refused(NamedIndex.WhatIf asked) {
        String target = asked.definition().target();
        Candidate candidate = trials.found().candidates().get(asked.definition());
        return new Index(
                asked.text(),
                false,
                target,
                asked.definition().table().toString(),
                candidate == null ? 0 : candidate.size().bytes(),
                new Upkeep(0, 0, 0, 0),
                null,
                List.of(),
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                Verdict.REFUSED,
                Weighing.refusal(trials.found(), target));
    }
}
