package dev.sonde.sample.nplusone.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The examples are those of its README and of its test_queries.rb. */
class ProsopiteTest {
    private static final String CHAIR = "SELECT * FROM chairs WHERE id = ?";
    private final Statements statements = new Statements();

    @Test
    void reportsOneFindingForTwoSelectsWithOneStack() {
        statements.from("shop.Legs.chair(Legs.java:4) < shop.Legs.index(Legs.java:3)");
        statements.run("SELECT * FROM legs").run(CHAIR, 20).run(CHAIR, 21);

        assertThat(statements.to(new Prosopite())).singleElement().satisfies(finding -> {
            assertThat(finding.fingerprints()).isEqualTo(Set.of(Statements.fingerprint(CHAIR)));
            assertThat(finding.parent()).isNull();
            assertThat(finding.stack()).containsExactly("shop.Legs.chair(Legs.java:4)", "shop.Legs.index(Legs.java:3)");
        });
    }

    @Test
    void passesTheSameSelectInAndOutOfABlock() {
        statements.from("shop.Chairs.show(Chairs.java:8)").run(CHAIR, 20);
        statements
                .from("shop.Chairs.lambda$show$0(Chairs.java:8) < shop.Chairs.show(Chairs.java:8)")
                .run(CHAIR, 20);

        assertThat(statements.to(new Prosopite())).isEmpty();
    }

    @Test
    void passesUnlikeSelectsWithOneStack() {
        statements.run("SELECT * FROM legs WHERE chair_id IN (?, ?)", 1, 2);
        statements.run("SELECT * FROM feet WHERE chair_id IN (?, ?)", 1, 2);

        assertThat(statements.to(new Prosopite())).isEmpty();
    }

    @Test
    void passesWritesInALoop() {
        statements.run("UPDATE chairs SET name = ? WHERE id = ?", "a", 1);
        statements.run("UPDATE chairs SET name = ? WHERE id = ?", "b", 2);

        assertThat(statements.to(new Prosopite())).isEmpty();
    }

    @Test
    void reportsTheSameValuesTwiceAsWell() {
        statements.run(CHAIR, 1).run(CHAIR, 1);

        assertThat(statements.to(new Prosopite())).hasSize(1);
    }

    @Test
    void countsEachThreadAndEachScanForItself() {
        statements.run(CHAIR, 1).onThread(2).run(CHAIR, 2).inUnit(2).run(CHAIR, 3);

        assertThat(statements.to(new Prosopite())).isEmpty();
    }

    @Test
    void takesAStackThatWasSampledOutFromTheNearestExecution() {
        statements.from("").run(CHAIR, 1).from("shop.Legs.index(Legs.java:3)").run(CHAIR, 2);
        statements.from("").run(CHAIR, 3);

        assertThat(statements.to(new Prosopite())).hasSize(1);
    }
}
