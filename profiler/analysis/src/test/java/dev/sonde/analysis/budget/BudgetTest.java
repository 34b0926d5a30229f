package dev.sonde.analysis.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {
    private static final BudgetPlan PLAN = new BudgetPlan(0.2, false, false);

    private static SortedMap<Long, Long> counts(long... countsOfUnits) {
        SortedMap<Long, Long> counts = new TreeMap<>();
        for (long count : countsOfUnits) {
            counts.merge(count, 1L, Long::sum);
        }
        return counts;
    }

    private static SortedMap<String, Measured> measured(String route, long... roundTrips) {
        SortedMap<String, Measured> measured = new TreeMap<>();
        measured.put(route, new Measured(counts(roundTrips), counts(1)));
        return measured;
    }

    private static Budget budget(String route, long roundTrips) {
        SortedMap<String, Limit> routes = new TreeMap<>();
        routes.put(route, new Limit(roundTrips, 1));
        return new Budget("shop", routes);
    }

    @Test
    void theFileIsSortedAndReadsBackAsItWasWritten() {
        SortedMap<String, Limit> routes = new TreeMap<>();
        routes.put("GET /orders/{id}", new Limit(3, 2));
        routes.put("GET /agents", new Limit(Limit.NONE, 1));
        Budget budget = new Budget("shop", routes);

        String text = BudgetFile.text(budget);

        assertThat(text).endsWith("""
                        format = 1
                        service = "shop"

                        [route."GET /agents"]
                        statements = 1

                        [route."GET /orders/{id}"]
                        round-trips = 3
                        statements = 2
                        """);
        assertThat(BudgetFile.parse(text, "x")).isEqualTo(budget);
    }

    @Test
    void hostileNamesStayText() {
        String name = "a\"]\nround-trips = 0\n[\\u0022 \u001b[31m \u202e é 😀 \t\u0000#";
        Budget budget = new Budget(name, budget(name, 3).routes());

        String text = BudgetFile.text(budget);

        assertThat(text).doesNotContain("\u001b", "\u202e", "\u0000").hasLineCount(8);
        assertThat(BudgetFile.parse(text, "x")).isEqualTo(budget);
    }

    @Test
    void handEditedFilesMayHaveCommentsAndSpaces() {
        Budget budget = BudgetFile.parse("""
                # ours
                format=1 # always

                  [ route . "GET /a" ] # the list
                  round-trips=7#more
                """, "x");

        assertThat(budget.service()).isEmpty();
        assertThat(budget.routes()).containsOnlyKeys("GET /a").containsValue(new Limit(7, Limit.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "|b.toml:1: \"format = 1\" is missing",
                "format = 2|b.toml:1: format 2 is not known",
                "format = 1;format = 1|b.toml:2: format is given twice",
                "format = 1;round-trips = 1|b.toml:2: unknown key round-trips: format and service stand",
                "format = 1;[route.\"a\"];round-trip = 1|b.toml:3: unknown key round-trip: a route has",
                "format = 1;[route.\"a\"];statements = -1|b.toml:3: neither",
                "format = 1;[route.\"a\"];statements = 1.5|b.toml:3: neither",
                "format = 1;[route.\"a\"];statements = 1;statements = 2|b.toml:4: statements is given twice",
                "format = 1;[route.\"a\"];[route.\"a\"]|b.toml:3: the route has limits already: a",
                "format = 1;[route.\"a\\x\"]|b.toml:2: no such escape: \\x",
                "format = 1;[route.a]|b.toml:2: neither",
                "format = 1;<<<<<<< HEAD|b.toml:2: neither",
            })
    void whatIsNoBudgetIsRefusedWithItsLine(String lines, String message) {
        String text = lines == null ? "" : lines.replace(';', '\n');

        assertThatThrownBy(() -> BudgetFile.parse(text, "b.toml"))
                .isInstanceOf(BudgetFormatException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aConstantCountIsTheLimitAndAVaryingOneGetsHeadroom() {
        assertThat(PLAN.budget("shop", null, measured("a", 3, 3, 3)).routes()).containsValue(new Limit(3, 1));
        assertThat(PLAN.budget("shop", null, measured("a", 3, 10, 7)).routes()).containsValue(new Limit(12, 1));
        assertThat(PLAN.budget("shop", null, measured("a", 1, 2)).routes()).containsValue(new Limit(3, 1));
    }

    @Test
    void aLimitThatStillFitsStays() {
        assertThat(PLAN.budget("shop", budget("a", 12), measured("a", 3, 9)).routes())
                .containsValue(new Limit(12, 1));
    }

    @Test
    void anExceededLimitIsRaisedAndAWideOneIsLowered() {
        assertThat(PLAN.budget("shop", budget("a", 12), measured("a", 3, 20)).routes())
                .containsValue(new Limit(24, 1));
        assertThat(PLAN.budget("shop", budget("a", 12), measured("a", 1, 3)).routes())
                .containsValue(new Limit(4, 1));
        assertThat(PLAN.budget("shop", budget("a", 12), measured("a", 3, 3)).routes())
                .containsValue(new Limit(3, 1));
    }

    @Test
    void keptLimitsStayAndNewRoutesComeToThem() {
        Budget budget = new BudgetPlan(0.2, true, false).budget("shop", budget("a", 2), measured("b", 5));
        Budget exceeded = new BudgetPlan(0.2, true, false).budget("shop", budget("a", 2), measured("a", 5));

        assertThat(budget.routes()).containsEntry("a", new Limit(2, 1)).containsEntry("b", new Limit(5, 1));
        assertThat(exceeded.routes()).containsEntry("a", new Limit(2, 1));
    }

    @Test
    void routesThatWereNotMeasuredStayUntilTheyArePruned() {
        assertThat(PLAN.budget("shop", budget("a", 2), measured("b", 5)).routes())
                .containsOnlyKeys("a", "b");
        assertThat(new BudgetPlan(0.2, false, true)
                        .budget("shop", budget("a", 2), measured("b", 5))
                        .routes())
                .containsOnlyKeys("b");
    }

    @Test
    void whatIsOverALimitIsCounted() {
        assertThat(Overrun.of(budget("a", 4), measured("a", 3, 4, 5, 21)))
                .containsExactly(new Overrun("a", "round-trips", 4, 21, 2, 4));
        assertThat(Overrun.of(budget("a", 21), measured("a", 3, 21))).isEmpty();
        assertThat(Overrun.of(budget("b", 1), measured("a", 3))).isEmpty();
        assertThat(Overrun.of(budget("a", Limit.NONE), measured("a", 3))).isEmpty();
    }
}
