package dev.sonde.sample.nplusone.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The examples are those of its documentation and of its detectors' tests. */
class SentryTest {
    private static final String BOOKS = "SELECT * FROM books LIMIT 10";
    private static final String AUTHOR = "SELECT * FROM authors WHERE id = ?";
    private static final String PRICE = "SELECT * FROM prices WHERE book_id = ?";
    private final Statements statements = new Statements();

    @Test
    void reportsFiveEqualSpansAfterASourceWithTheSourceAsTheirCause() {
        statements.run(BOOKS);
        authors(5);

        assertThat(statements.to(SentryNPlusOne.ofDefaults()))
                .containsExactly(new PeerFinding(
                        "Sentry N+1",
                        Set.of(Statements.fingerprint(AUTHOR)),
                        Statements.fingerprint(BOOKS),
                        List.of()));
    }

    @Test
    void passesFourSpans() {
        statements.run(BOOKS);
        authors(4);

        assertThat(statements.to(SentryNPlusOne.ofDefaults())).isEmpty();
    }

    @Test
    void passesFiveSpansInLessThan50Milliseconds() {
        statements.each(Duration.ofNanos(9_999_999)).run(BOOKS);
        authors(5);

        assertThat(statements.to(SentryNPlusOne.ofDefaults())).isEmpty();
        assertThat(statements.to(SentryNPlusOne.ofAnyDuration())).hasSize(1);
    }

    @Test
    void passesALoopWithoutASource() {
        authors(5);

        assertThat(statements.to(SentryNPlusOne.ofDefaults())).isEmpty();
    }

    @Test
    void blamesTheLastOfSeveralUnlikeQueries() {
        statements.run("SELECT 1").run("SELECT * FROM users WHERE id = ?", 7).run(BOOKS);
        authors(5);

        assertThat(statements.to(SentryNPlusOne.ofDefaults()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.parent()).isEqualTo(Statements.fingerprint(BOOKS)));
    }

    @Test
    void passesTextsThatDifferInTheirLiterals() {
        statements.run(BOOKS);
        for (int id = 1; id <= 10; id++) {
            statements.run("SELECT * FROM authors WHERE id = " + id);
        }

        assertThat(statements.to(SentryNPlusOne.ofDefaults())).isEmpty();
    }

    @Test
    void reportsTextsWithTheSameLiteral() {
        statements.run(BOOKS);
        for (int i = 1; i <= 10; i++) {
            statements.run("SELECT * FROM authors WHERE id = 1 LIMIT 21");
        }

        assertThat(statements.to(SentryNPlusOne.ofDefaults())).hasSize(1);
    }

    @Test
    void isBrokenByOneQueryInBetween() {
        statements.run(BOOKS);
        authors(4);
        statements.run(PRICE, 1);
        authors(4);

        assertThat(statements.to(SentryNPlusOne.ofDefaults())).isEmpty();
    }

    @Test
    void reportsWritesAsWell() {
        statements.run(BOOKS);
        for (int id = 1; id <= 5; id++) {
            statements.run("UPDATE books SET read = true WHERE id = ?", id);
        }

        assertThat(statements.to(SentryNPlusOne.ofDefaults())).hasSize(1);
    }

    @Test
    void reportsACycleOfTwoQueriesAsMnPlusOneOnly() {
        statements.run(BOOKS);
        cycles(12);

        assertThat(statements.to(SentryNPlusOne.ofDefaults())).isEmpty();
        assertThat(statements.to(SentryMnPlusOne.ofDefaults()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fingerprints())
                        .containsExactlyInAnyOrder(Statements.fingerprint(AUTHOR), Statements.fingerprint(PRICE)));
    }

    @Test
    void passesACycleThatRunsTwiceAndAHalf() {
        statements.run(BOOKS);
        cycles(2);
        statements.run(AUTHOR, 9);

        assertThat(statements.to(SentryMnPlusOne.ofDefaults())).isEmpty();
    }

    @Test
    void passesACycleOfEqualQueries() {
        statements.run(BOOKS);
        authors(10);

        assertThat(statements.to(SentryMnPlusOne.ofDefaults())).isEmpty();
    }

    @Test
    void isBrokenByAnIrregularIteration() {
        statements.run(BOOKS);
        cycles(2);
        statements.run(AUTHOR, 3);
        cycles(2);

        assertThat(statements.to(SentryMnPlusOne.ofDefaults())).isEmpty();
    }

    @Test
    void passesAFastCycle() {
        statements.each(Duration.ofMillis(1)).run(BOOKS);
        cycles(12);

        assertThat(statements.to(SentryMnPlusOne.ofDefaults())).isEmpty();
        assertThat(statements.to(SentryMnPlusOne.ofAnyDuration())).hasSize(1);
    }

    private void authors(int count) {
        for (int id = 1; id <= count; id++) {
            statements.run(AUTHOR, id);
        }
    }

    private void cycles(int count) {
        for (int id = 1; id <= count; id++) {
            statements.run(AUTHOR, id).run(PRICE, id);
        }
    }
}
