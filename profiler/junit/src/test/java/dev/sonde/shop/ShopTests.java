package dev.sonde.shop;

import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.junit.ExpectNoSlowQueries;
import dev.sonde.junit.ExpectQueries;
import dev.sonde.junit.NoNPlusOne;
import dev.sonde.junit.Profiled;
import dev.sonde.junit.WithinBudget;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The tests of the shop as its developers write them; run by {@link ExtensionTest}. */
final class ShopTests {

    /** How many tests of {@link ParallelCase} ran at the same time. */
    static final AtomicInteger mostAtOnce = new AtomicInteger();

    private static final AtomicInteger RUNNING = new AtomicInteger();

    private ShopTests() {}

    @NoNPlusOne
    static class PassingCase {
        private final Orders orders = ShopDatabase.captured();

        @BeforeEach
        void isNotCounted() {
            orders.articlesOneByOne();
        }

        @Test
        @ExpectQueries(max = 1)
        @ExpectNoSlowQueries(thresholdMillis = 60_000)
        void oneJoin() {
            orders.articlesOfAll();
        }

        @RepeatedTest(2)
        @ExpectQueries(exact = 2, maxSelects = 1, maxInserts = 1)
        void readsAndWrites() {
            orders.ids();
            orders.note("read");
        }

        @TestFactory
        @ExpectQueries(exact = 1)
        Stream<DynamicTest> eachIsCountedByItself() {
            return Stream.of(1, 2).map(i -> DynamicTest.dynamicTest("order " + i, () -> orders.articles(i)));
        }

        @Test
        void partsAreProfiledWithin() {
            orders.ids();
            Profiled.run(() -> orders.articles(1)).expectExactly(1);
        }

        @Nested
        class Within {
            @Test
            void theAnnotationOfTheOuterClassHolds() {
                orders.ids();
            }
        }
    }

    /** The budget is a file of the test's resources. */
    static class BudgetCase {
        static final String FILE = "src/test/resources/shop-budget.toml";

        private final Orders orders = ShopDatabase.captured();

        @Test
        @WithinBudget(value = "GET /orders", file = FILE)
        void within() {
            orders.articlesOfAll();
        }

        @Test
        @WithinBudget(value = "GET /orders", file = FILE)
        void tooManyRoundTrips() {
            orders.articlesOneByOne();
        }

        @Test
        @WithinBudget(value = "GET /orders", file = FILE)
        void tooManyStatements() {
            orders.ids();
            orders.articles(1);
        }

        @Test
        @WithinBudget(value = "GET /notes", file = FILE)
        void onlyStatementsAreLimited() {
            for (int i = 1; i < 4; i++) {
                orders.articles(i);
            }
        }

        @Test
        @WithinBudget(value = "GET /nowhere", file = FILE)
        void unknownRoute() {
            orders.ids();
        }

        @Test
        @WithinBudget(value = "GET /orders", file = "no-such.toml")
        void unknownFile() {
            orders.ids();
        }
    }

    static class NothingCase {
        @BeforeEach
        void connects() {
            ShopDatabase.captured().ids();
        }

        @Test
        @ExpectQueries(exact = 0)
        void executesNothing() {}
    }

    static class FailingCase {
        private final Orders orders = ShopDatabase.captured();

        @Test
        @ExpectQueries(max = 3)
        void tooMany() {
            orders.articlesOneByOne();
        }

        @Test
        @NoNPlusOne
        void loops() {
            orders.articlesOneByOne();
        }

        @Test
        @NoNPlusOne(from = Verdict.CONFIRMED)
        void loopsOverWhatIsNoRow() {
            for (int i = 1; i < 10; i++) {
                orders.articles(i);
            }
        }

        @Test
        @ExpectNoSlowQueries
        void isSlow() {
            orders.sleep();
        }

        @Test
        @ExpectQueries(min = 2)
        void tooFew() {
            orders.ids();
        }

        @Test
        @ExpectQueries(exact = 1, maxInserts = 0)
        void severalAtOnce() {
            orders.ids();
            orders.note("x");
        }

        @Test
        @NoNPlusOne
        void itsOwnFailureComesFirst() {
            orders.articlesOneByOne();
            throw new IllegalStateException("the test's own");
        }

        @Test
        @NoNPlusOne
        void nothingExecuted() {}

        @Test
        @NoNPlusOne
        void executedElsewhere() throws InterruptedException {
            Thread other = new Thread(orders::ids);
            other.start();
            other.join();
        }

        @Test
        @ExpectQueries
        void noNumber() {}
    }

    static class UncapturedCase {
        @Test
        @ExpectQueries(max = 3)
        void notCaptured() {
            ShopDatabase.plain().ids();
        }
    }

    /** Sixteen at a time, each with a number of queries of its own. */
    static class ParallelCase {
        private final Orders orders = ShopDatabase.captured();

        @BeforeEach
        void begins() {
            mostAtOnce.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
        }

        @AfterEach
        void ends() {
            RUNNING.decrementAndGet();
        }

        @RepeatedTest(20)
        @ExpectQueries(exact = 1)
        void one() {
            orders.ids();
        }

        @RepeatedTest(20)
        @ExpectQueries(exact = 4)
        void four() {
            for (int i = 0; i < 4; i++) {
                orders.articles(i);
            }
        }

        @RepeatedTest(20)
        @ExpectQueries(exact = 11)
        void eleven() {
            orders.articlesOneByOne();
        }
    }
}
