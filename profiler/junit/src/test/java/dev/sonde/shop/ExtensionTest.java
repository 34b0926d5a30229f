package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.sonde.profiler.session.CaptureSessions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The annotations as a project under test sees them. */
class ExtensionTest {

    @BeforeEach
    void noCaptureRuns() {
        CaptureSessions.closeAll();
    }

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    private static Map<String, String> failures(EngineExecutionResults results) {
        Map<String, String> failures = new TreeMap<>();
        results.testEvents().failed().stream()
                .forEach(event -> failures.put(
                        event.getTestDescriptor().getDisplayName().replace("()", ""),
                        event.getRequiredPayload(TestExecutionResult.class)
                                .getThrowable()
                                .map(problem -> String.valueOf(problem.getMessage()))
                                .orElse("")));
        return failures;
    }

    @Test
    void testsThatKeepTheirPromisesPass() {
        EngineExecutionResults results = run(ShopTests.PassingCase.class);

        assertThat(failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(7);
    }

    @Test
    void testsAreHeldAgainstTheBudgetOfTheirRoute() {
        EngineExecutionResults results = run(ShopTests.BudgetCase.class);
        Map<String, String> failures = failures(results);

        assertThat(results.testEvents().succeeded().count()).isEqualTo(2);
        assertThat(failures).containsOnlyKeys("tooManyRoundTrips", "tooManyStatements", "unknownRoute", "unknownFile");
        assertThat(failures.get("tooManyRoundTrips"))
                .startsWith("expected at most 2 round trips in the budget of GET /orders, but 11 were executed\n"
                        + "expected at most 1 statement in the budget of GET /orders, but 2 were executed\n"
                        + "   10 × select article from order_lines where order_id = $1\n")
                .contains("n-plus-one (keyed-loop, CONFIRMED)");
        assertThat(failures.get("tooManyStatements"))
                .startsWith("expected at most 1 statement in the budget of GET /orders, but 2 were executed\n");
        assertThat(failures.get("unknownRoute"))
                .startsWith("@WithinBudget: ")
                .contains("shop-budget.toml has no budget for the route \"GET /nowhere\"");
        assertThat(failures.get("unknownFile")).startsWith("@WithinBudget: there is no budget no-such.toml in ");
    }

    @Test
    void toExecuteNothingCanBeExpected() {
        EngineExecutionResults results = run(ShopTests.NothingCase.class);

        assertThat(failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(1);
    }

    @Test
    void testsThatBreakTheirPromisesSayHow() {
        Map<String, String> failures = failures(run(ShopTests.FailingCase.class));

        assertThat(failures)
                .containsOnlyKeys(
                        "tooMany",
                        "loops",
                        "isSlow",
                        "tooFew",
                        "severalAtOnce",
                        "itsOwnFailureComesFirst",
                        "nothingExecuted",
                        "executedElsewhere",
                        "noNumber");
        assertThat(failures.get("tooMany"))
                .startsWith("expected at most 3 queries, but 11 were executed\n"
                        + "   10 × select article from order_lines where order_id = $1\n"
                        + "          at dev.sonde.shop.Orders.articles(Orders.java:")
                .contains("n-plus-one (keyed-loop, CONFIRMED)");
        assertThat(failures.get("isSlow"))
                .startsWith("expected no execution of 50 ms or more, but one statement was slower:\n  6")
                .contains("select pg_sleep($1)\n          at dev.sonde.shop.Orders.sleep(Orders.java:");
        assertThat(failures.get("tooFew")).startsWith("expected at least 2 queries, but 1 was executed\n");
        assertThat(failures.get("severalAtOnce"))
                .startsWith("expected exactly 1 query, but 2 were executed\n"
                        + "expected at most 0 inserts, but 1 was executed\n");
        assertThat(failures.get("itsOwnFailureComesFirst")).isEqualTo("the test's own");
        assertThat(failures.get("nothingExecuted"))
                .startsWith("no statement of this test was captured")
                .doesNotContain("Meanwhile");
        assertThat(failures.get("executedElsewhere"))
                .contains("Meanwhile 1 executions belonged to other units of work", "UnitOfWork.wrap");
        assertThat(failures.get("noNumber")).startsWith("@ExpectQueries needs a number");
    }

    @Test
    void theMessageShowsLoopParentChildBindsAndFix() {
        Map<String, String> failures = failures(run(ShopTests.FailingCase.class));

        assertThat(String.valueOf(failures.get("loops")).replaceAll("\\.java:\\d+", ".java:12"))
                .isEqualTo("""
                        expected no N+1 pattern, but found one
                        n-plus-one (keyed-loop, CONFIRMED): 10 × select article from order_lines where order_id = $1 in one unit of work
                          loop    dev.sonde.shop.Orders.articlesOneByOne(Orders.java:12)
                          parent  select id from orders order by id
                          child   select article from order_lines where order_id = $1
                          binds   10 distinct values of $1, all of them read from the parent's column id in the order of its rows
                          fix     Ask for all keys of order_lines at once: NamedParameterJdbcTemplate with `in (:keys)`, or `where order_id = any(?)` with `connection.createArrayOf("bigint", keys)`; group the rows by order_id in memory. The array keeps one statement text whatever the number of keys.""");
    }

    @Test
    void whatIsNotCapturedFailsWithWhatToDo() {
        Map<String, String> failures = failures(run(ShopTests.UncapturedCase.class));

        assertThat(failures.get("notCaptured"))
                .startsWith("no connection of this test was captured, so nothing can be said")
                .contains("jdbc:sonde:postgresql://", "SondeDataSource.wrap", "sonde-spring-boot-starter");
    }

    @Test
    void parallelTestsAreKeptApart() {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "16")
                .selectors(selectClass(ShopTests.ParallelCase.class))
                .execute();

        assertThat(failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(60);
        assertThat(ShopTests.mostAtOnce.get()).isGreaterThan(1);
    }
}
