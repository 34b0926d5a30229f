package dev.sonde.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.capture.CaptureRecord.Unit;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepetitionTest {
    private static final String PARENTS = "select id from orders where customer = ?";
    private static final String CHILDREN = "select * from items where order_id = ?";
    private static final String OTHERS = "select * from notes where order_id = ?";
    private static final String LIST_SITE = "Orders.list(Orders.java:10) < Web.get(Web.java:5)";
    private static final String LOOP_SITE =
            "Items.of(Items.java:3) < Orders.list(Orders.java:12) < Web.get(Web.java:5)";

    private final Recording recording = new Recording();

    @Test
    void confirmsALoopWhoseKeysComeFromTheParentsRows() {
        loop("GET /orders", 10, 1_000, true, LOOP_SITE);

        Finding finding = only();

        assertThat(finding.rule()).isEqualTo("n-plus-one");
        assertThat(finding.kind()).isEqualTo("keyed-loop");
        assertThat(finding.verdict()).isEqualTo(Verdict.CONFIRMED);
        assertThat(finding.parent()).isNotNull();
        assertThat(finding.loopFrame()).isEqualTo("Orders.list(Orders.java:12)");
        assertThat(finding.executions()).isEqualTo(10);
        assertThat(finding.savedRoundTrips()).isEqualTo(9);
        assertThat(finding.fix()).contains("JdbcTemplate", "any(?)");
        assertThat(finding.location()).isEqualTo(new Finding.Location("Orders.list", "Orders.java", 12));
    }

    @Test
    void countsUnitsWithoutSampledCallSitesToTheLoopThatOthersShow() {
        loop("GET /orders", 10, 1_000, true, LOOP_SITE);
        loop("GET /orders", 12, 2_000, true, "");

        assertThat(only().loopFrame()).isEqualTo("Orders.list(Orders.java:12)");
        assertThat(only().units()).isEqualTo(2);
        assertThat(only().executions()).isEqualTo(22);
    }

    @Test
    void locatesTheLoopByTheListOfItsOwnRouteWhenTheListsSiteWasNotSampled() {
        for (int i = 0; i < 9; i++) {
            recording.unit("GET /other");
            recording.run(PARENTS, 3, "Other.list(Other.java:7) < Web.get(Web.java:5)", i);
        }
        recording.unit("GET /orders");
        recording.run(PARENTS, 3, LIST_SITE, 1);
        recording.unit("GET /orders");
        long parent = recording.run(PARENTS, 10, "", 2);
        for (int i = 0; i < 10; i++) {
            recording.run(CHILDREN, 2, LOOP_SITE, recording.link(parent, PARENTS, i), 5_000 + i);
        }

        assertThat(only().loopFrame()).isEqualTo("Orders.list(Orders.java:12)");
    }

    @Test
    void takesALambdaForTheMethodItStandsIn() {
        loop("GET /orders", 10, 1_000, true, LOOP_SITE);
        loop(
                "GET /orders",
                12,
                2_000,
                true,
                "Items.of(Items.java:3) < Orders.lambda$list$0(Orders.java:11) < Orders.list(Orders.java:12)"
                        + " < Web.get(Web.java:5)");

        assertThat(only().units()).isEqualTo(2);
    }

    @Test
    void confirmsNothingWithoutLinks() {
        loop("GET /orders", 50, 1_000, false, LOOP_SITE);

        assertThat(only().verdict()).isNotEqualTo(Verdict.CONFIRMED);
    }

    @Test
    void onlySuspectsALoopWithoutLinksAndCallSites() {
        loop("GET /orders", 50, 1_000, false, "");

        assertThat(only().verdict()).isEqualTo(Verdict.SUSPECT);
    }

    @Test
    void saysAtLeastAndDoesNotConfirmWhenDetailsWereDropped() {
        loop("GET /orders", 10, 1_000, true, LOOP_SITE);
        recording.drop(3);

        assertThat(only().verdict()).isEqualTo(Verdict.LIKELY);
        assertThat(only().message()).startsWith("n-plus-one: at least 10 ×");
    }

    @Test
    void neverReportsTwoRepetitions() {
        loop("GET /orders", 2, 1_000, true, LOOP_SITE);

        assertThat(findings()).isEmpty();
    }

    @Test
    void namesReadsWithEqualBindsDuplicates() {
        recording.unit("GET /me");
        for (int i = 0; i < 6; i++) {
            recording.run("select * from users where id = ?", 1, LOOP_SITE, 42);
        }

        assertThat(only().rule()).isEqualTo("duplicate-read");
        assertThat(only().savedRoundTrips()).isEqualTo(5);
    }

    @Test
    void takesReadsAroundAWriteForReReads() {
        recording.unit("POST /me");
        for (int i = 0; i < 6; i++) {
            recording.run("select * from users where id = ?", 1, LOOP_SITE, 42);
            recording.run("update users set seen = now() where id = ?", 0, LOOP_SITE, 42);
        }

        assertThat(kinds()).containsExactly("re-read");
    }

    @Test
    void leavesArraysOfKeysAlone() {
        recording.unit("GET /a");
        for (int i = 0; i < 10; i++) {
            recording.run("select * from items where order_id = any (?)", 9, LOOP_SITE, (Object) new int[] {i, i + 1});
        }

        assertThat(findings()).isEmpty();
    }

    @Test
    void namesListsOfFewKeysUnderBatched() {
        recording.unit("GET /a");
        for (int i = 0; i < 10; i++) {
            recording.run("select * from items where order_id in (?, ?, ?)", 9, LOOP_SITE, i, i + 100, i + 200);
        }

        assertThat(only().rule()).isEqualTo("under-batched");
        assertThat(only().verdict()).isEqualTo(Verdict.LIKELY);
    }

    @Test
    void leavesListsOfManyKeysAlone() {
        String list = "select * from items where order_id in (?" + ", ?".repeat(249) + ")";
        recording.unit("GET /a");
        for (int i = 0; i < 4; i++) {
            int first = i * 250;
            recording.run(
                    list,
                    250,
                    LOOP_SITE,
                    IntStream.range(first, first + 250).boxed().toArray());
        }

        assertThat(findings()).isEmpty();
    }

    @Test
    void namesInsertsRowByRowAWriteLoop() {
        recording.unit("POST /import");
        for (int i = 0; i < 10; i++) {
            recording.run("insert into items (id, name) values (?, ?)", 0, LOOP_SITE, i, "name " + i);
        }

        assertThat(only().rule()).isEqualTo("n-plus-one");
        assertThat(only().kind()).isEqualTo("write-loop");
        assertThat(only().verdict()).isEqualTo(Verdict.LIKELY);
        assertThat(only().message())
                .isEqualTo("n-plus-one: 10 × insert into items (id, name) values ($1, $2) row by row"
                        + " in one unit of work");
    }

    @Test
    void namesAWalkToTheRootATreeWalk() {
        String step = "select parent_id from nodes where id = ?";
        recording.unit("GET /nodes/{id}/path");
        long previous = recording.run(step, 1, LOOP_SITE, 9_000);
        for (int i = 1; i < 6; i++) {
            previous = recording.run(step, 1, LOOP_SITE, recording.link(previous, step, 0), 9_000 - i);
        }

        assertThat(only().kind()).isEqualTo("tree-walk");
        assertThat(only().verdict()).isEqualTo(Verdict.CONFIRMED);
    }

    @Test
    void namesANumberFromASequenceForEachRowASequenceLoop() {
        recording.unit("POST /import");
        for (int i = 0; i < 10; i++) {
            recording.run("select nextval('items_seq')", 1, LOOP_SITE);
        }
        for (int i = 0; i < 10; i++) {
            recording.run("insert into items (id) values (?)", 0, "Flush.all(Flush.java:3) < Web.get(Web.java:9)", i);
        }

        assertThat(kinds()).containsExactlyInAnyOrder("sequence-loop", "write-loop");
        assertThat(findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo("sequence-loop");
            assertThat(finding.verdict()).isEqualTo(Verdict.CONFIRMED);
        });
    }

    @Test
    void joinsTheBranchesOfAPolymorphicReadToOneLoop() {
        recording.unit("GET /orders");
        long parent = recording.run(PARENTS, 9, LIST_SITE, 1);
        for (int i = 0; i < 9; i++) {
            String branch = "select * from branch_" + i % 3 + " where order_id = ?";
            recording.run(branch, 1, LOOP_SITE, recording.link(parent, PARENTS, i), 1_000 + i);
        }

        assertThat(only().verdict()).isEqualTo(Verdict.CONFIRMED);
        assertThat(only().executions()).isEqualTo(9);
        assertThat(only().loopFrame()).isEqualTo("Orders.list(Orders.java:12)");
    }

    @Test
    void confirmsNothingOfTwoParentsWithThreeRowsEach() {
        recording.unit("GET /orders");
        long customers = recording.run("select id from customers", 2, LIST_SITE);
        for (int i = 0; i < 2; i++) {
            long parent = recording.run(
                    PARENTS, 3, LIST_SITE, recording.link(customers, "select id from customers", i), 70_000 + i);
            for (int j = 0; j < 3; j++) {
                recording.run(CHILDREN, 1, LOOP_SITE, recording.link(parent, PARENTS, j), 1_000 + 10 * i + j);
            }
        }

        assertThat(findings()).noneMatch(finding -> finding.verdict() == Verdict.CONFIRMED);
    }

    @Test
    void takesALoopThatStoppedWhileItsParentWentOnForAColdCache() {
        loop("GET /orders", 10, 1_000, true, LOOP_SITE);
        for (int i = 0; i < 5; i++) {
            recording.unit("GET /orders");
            recording.run(PARENTS, 10, LIST_SITE, 1);
        }

        assertThat(kinds()).containsExactly("cold-cache");
    }

    @Test
    void seesAColdCacheWithinOneUnit() {
        loop("job", 10, 1_000, true, LOOP_SITE);
        for (int i = 0; i < 5; i++) {
            recording.run(PARENTS, 10, LIST_SITE, 1);
        }

        assertThat(kinds()).contains("cold-cache").doesNotContain("keyed-loop");
    }

    @Test
    void confirmsNothingInUnitsOfWhichTheCaptureKnowsNoBounds() {
        loop("GET /orders", 10, 1_000, true, LOOP_SITE);
        recording.records.removeIf(Unit.class::isInstance);

        assertThat(only().verdict()).isEqualTo(Verdict.LIKELY);
        assertThat(only().evidence()).containsEntry("unknownUnits", true);
    }

    @Test
    void doesNotTakeSmallerListsForAWarmCache() {
        loop("GET /orders", 10, 1_000, true, LOOP_SITE);
        for (int i = 0; i < 5; i++) {
            loop("GET /orders", 2, 2_000 + 10 * i, true, LOOP_SITE);
        }

        assertThat(only().verdict()).isEqualTo(Verdict.CONFIRMED);
    }

    @Test
    void takesTheSameKeysInEveryUnitForAFixedFanOut() {
        for (int unit = 0; unit < 4; unit++) {
            recording.unit("GET /dashboard");
            for (int region = 0; region < 6; region++) {
                recording.run("select count(*) from sales where region = ?", 1, LOOP_SITE, region);
            }
        }

        assertThat(kinds()).containsExactly("fixed-fan-out");
    }

    @Test
    void joinsALoopThatSeveralRoutesReach() {
        loop("GET /orders", 10, 1_000, true, LOOP_SITE);
        loop("GET /export", 12, 2_000, true, LOOP_SITE);

        assertThat(only().evidence()).containsEntry("routes", List.of("GET /export", "GET /orders"));
        assertThat(only().route()).isEqualTo("GET /export");
    }

    @Test
    void comesToTheSameFindingsWhateverTheOrderOfTheRecords() {
        loop("GET /orders", 10, 1_000, true, LOOP_SITE);
        loop("GET /orders", 30, 2_000, true, "");
        List<Finding> expected = findings();
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(recording.records, new Random(seed));

            assertThat(findings()).isEqualTo(expected);
        }
    }

    @Test
    void namesPagingByOffset() {
        recording.unit("export");
        for (int i = 0; i < 10; i++) {
            recording.run("select * from items where a = ? limit ? offset ?", 100, LOOP_SITE, 1, 100, i * 100);
            recording.run("select * from notes order by id limit 100 offset " + i * 100, 100, LOOP_SITE);
        }

        assertThat(kinds()).containsExactly("paging-offset", "paging-offset");
    }

    @Test
    void namesKeysetPaging() {
        String page = "select id from items where id > ? order by id limit 100";
        recording.unit("export");
        long previous = recording.run(page, 100, LOOP_SITE, 0);
        for (int i = 1; i < 10; i++) {
            previous = recording.run(page, 100, LOOP_SITE, recording.link(previous, page, 99), i * 100);
        }

        assertThat(kinds()).containsExactly("paging-keyset");
    }

    @Test
    void namesQueuePollsAndRetries() {
        recording.unit("worker");
        for (int i = 0; i < 10; i++) {
            recording.run("select * from jobs where state = ? limit 1 for update skip locked", 1, LOOP_SITE, "new");
            recording.run("select * from stock where id = ?", 0, LOOP_SITE, "40001", null, 3);
        }

        assertThat(kinds()).containsExactlyInAnyOrder("polling", "retry");
    }

    @Test
    void keepsTwoLoopsOfOneUnitApart() {
        recording.unit("GET /orders");
        children(10, 1_000, true, LOOP_SITE, PARENTS, CHILDREN);
        children(10, 2_000, true, "Items.of(Items.java:3) < Web.get(Web.java:9)", PARENTS, OTHERS);

        assertThat(findings()).hasSize(2).allMatch(finding -> finding.verdict() == Verdict.CONFIRMED);
    }

    @Test
    void joinsSiblingsThatOneLoopReads() {
        recording.unit("GET /orders");
        long parent = recording.run(PARENTS, 10, LIST_SITE, 1);
        for (int i = 0; i < 10; i++) {
            recording.run(CHILDREN, 3, LOOP_SITE, recording.link(parent, PARENTS, i), 1_000 + i);
            String site = "Notes.of(Notes.java:3) < Orders.list(Orders.java:13) < Web.get(Web.java:5)";
            recording.run(OTHERS, 3, site, recording.link(parent, PARENTS, i), 1_000 + i);
        }

        assertThat(only().executions()).isEqualTo(20);
        assertThat(only().evidence()).containsKey("alsoInLoop");
    }

    @Test
    void reportsNestedLoopsOnceAtTheTop() {
        String grandchildren = "select * from parts where item_id = ?";
        recording.unit("GET /orders");
        long parent = recording.run(PARENTS, 6, LIST_SITE, 1);
        for (int i = 0; i < 6; i++) {
            long child = recording.run(CHILDREN, 3, LOOP_SITE, recording.link(parent, PARENTS, i), 1_000 + i);
            for (int j = 0; j < 3; j++) {
                recording.run(grandchildren, 1, LOOP_SITE, recording.link(child, CHILDREN, j), 5_000 + i * 10 + j);
            }
        }

        assertThat(only().kind()).isEqualTo("nested-loop");
        assertThat(only().executions()).isEqualTo(24);
        assertThat(only().evidence()).containsEntry("sql", "select * from items where order_id = $1");
    }

    @Test
    void doesNotTakeCoincidingSmallNumbersForProof() {
        recording.unit("GET /orders");
        long parent = recording.run(PARENTS, 10, LIST_SITE, 1);
        int[] rows = {7, 2, 9, 1, 8, 0, 5};
        for (int row : rows) {
            recording.run("select * from flags where id = ?", 1, "", recording.link(parent, PARENTS, row), row + 1);
        }

        assertThat(only().verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(only().parent()).isNull();
    }

    @Test
    void joinsTheUnitsOfARouteAndSeesThatTheLoopScales() {
        loop("GET /orders", 10, 1_000, true, LOOP_SITE);
        loop("GET /orders", 30, 2_000, true, LOOP_SITE);

        assertThat(only().units()).isEqualTo(2);
        assertThat(only().executions()).isEqualTo(40);
        assertThat(only().evidence()).containsEntry("scales", true);
    }

    @Test
    void keepsRequestsOnOneThreadApart() {
        for (int i = 0; i < 200; i++) {
            recording.unit("GET /orders/{id}");
            recording.run("select * from orders where id = ?", 1, LIST_SITE, i);
        }

        assertThat(findings()).isEmpty();
    }

    @Test
    void keepsItsIdentityWhenLinesAndCountsChange() {
        loop("GET /orders", 10, 1_000, true, LOOP_SITE);
        Recording edited = new Recording();
        edited.unit("GET /orders");
        children(edited, 25, 4_000, true, LOOP_SITE.replace(":12", ":40").replace(":3)", ":8)"), PARENTS, CHILDREN);

        assertThat(Findings.of(edited.summary(), FindingOptions.ofDefaults()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.identity()).isEqualTo(only().identity()));
    }

    private void loop(String route, int count, int firstKey, boolean linked, String site) {
        recording.unit(route);
        children(count, firstKey, linked, site, PARENTS, CHILDREN);
    }

    private void children(int count, int firstKey, boolean linked, String site, String parentSql, String childSql) {
        children(recording, count, firstKey, linked, site, parentSql, childSql);
    }

    private static void children(
            Recording recording,
            int count,
            int firstKey,
            boolean linked,
            String site,
            String parentSql,
            String childSql) {
        long parent = recording.run(parentSql, count, LIST_SITE, 1);
        for (int i = 0; i < count; i++) {
            recording.run(childSql, 3, site, linked ? recording.link(parent, parentSql, i) : null, firstKey + i);
        }
    }

    private Finding only() {
        assertThat(findings()).hasSize(1);
        return findings().get(0);
    }

    private List<String> kinds() {
        return findings().stream().map(Finding::kind).toList();
    }

    private List<Finding> findings() {
        return Findings.of(recording.summary(), FindingOptions.ofDefaults());
    }
}
