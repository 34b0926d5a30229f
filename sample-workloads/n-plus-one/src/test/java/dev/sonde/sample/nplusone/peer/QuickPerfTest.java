package dev.sonde.sample.nplusone.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The examples are those of its annotations' documentation and tests. */
class QuickPerfTest {
    private static final String TEAM = "select t.id, t.name from team t where t.id = ?";
    private static final String BOOK = "insert into book (id, title) values (?, ?)";
    private final Statements statements = new Statements();

    @Test
    void failsATestThatReadsTheSameWithOtherValues() {
        statements.run(TEAM, 1).run(TEAM, 2);

        assertThat(statements.to(new QuickPerfDifferentValues()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fingerprints()).isEmpty());
        assertThat(statements.to(new QuickPerfSameSelects())).isEmpty();
    }

    @Test
    void failsATestThatReadsTheSameTwice() {
        statements.run(TEAM, 1).run(TEAM, 1);

        assertThat(statements.to(new QuickPerfSameSelects())).hasSize(1);
        assertThat(statements.to(new QuickPerfDifferentValues())).isEmpty();
    }

    @Test
    void takesTextsWithOtherLiteralsForOtherSelects() {
        statements.run("select * from team where id = 1").run("select * from team where id = 2");

        assertThat(statements.to(new QuickPerfDifferentValues())).isEmpty();
        assertThat(statements.to(new QuickPerfSameSelects())).isEmpty();
    }

    @Test
    void takesTextsWithTheSameLiteralsForTheSameSelect() {
        statements.run("select * from team where id = 1").run("select * from team where id = 1");

        assertThat(statements.to(new QuickPerfSameSelects())).hasSize(1);
    }

    @Test
    void takesListsOfOtherLengthForOtherSelects() {
        statements.run("select * from team where id in (?, ?)", 1, 2);
        statements.run("select * from team where id in (?, ?, ?)", 3, 4, 5);

        assertThat(statements.to(new QuickPerfDifferentValues())).isEmpty();
    }

    @Test
    void looksAtEachTestForItself() {
        statements.run(TEAM, 1).inUnit(2).run(TEAM, 2);

        assertThat(statements.to(new QuickPerfDifferentValues())).isEmpty();
    }

    @Test
    void passesBatchesOfAnySize() {
        statements
                .batch(30, BOOK, 1, "new book")
                .batch(10, BOOK, 31, "new book")
                .batch(1, BOOK, 41, "new book");

        assertThat(statements.to(new QuickPerfBatching())).isEmpty();
    }

    @Test
    void failsATestWithASingleInsertThatIsNotBatched() {
        statements.run(BOOK, 1200, "Book title");

        assertThat(statements.to(new QuickPerfBatching())).hasSize(1);
    }
}
