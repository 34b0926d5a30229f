package dev.sonde.engine.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.verify.Verification;
import dev.sonde.engine.verify.Verification.Built;
import dev.sonde.engine.verify.Verification.Measured;
import dev.sonde.engine.verify.Verification.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifiedRoundsTest {

    private static final QualifiedName ITEMS = new QualifiedName("public", "items");

    private final List<Exclusions> excluded = new ArrayList<>();

    private VerifiedRounds<Integer> rounds(int most, Verification... said) throws SQLException {
        Iterator<Verification> next = List.of(said).iterator();
        return VerifiedRounds.of(
                without -> {
                    excluded.add(without);
                    return excluded.size();
                },
                choice -> next.next(),
                most);
    }

    /** One statement that took 100 ms before, with an index that stands and one that does not. */
    private static Verification verification(double afterMillis, Built... rejected) {
        IndexDefinition standing = IndexDefinition.btree(ITEMS, "stands");
        List<Built> built = new ArrayList<>(List.of(rejected));
        built.add(new Built(standing, 1, 1, null, false));
        Measured measured =
                new Measured(new Subject("s", "select 1", 10), 100, false, afterMillis, false, List.of(standing));
        return new Verification(List.of(measured), List.of(measured), built, List.of(), List.of());
    }

    private static Built slower(String... columns) {
        return new Built(IndexDefinition.btree(ITEMS, columns), 1, 1, "slower with it", true);
    }

    private static Built unused(String... columns) {
        return new Built(IndexDefinition.btree(ITEMS, columns), 1, 1, "not used", false);
    }

    @Test
    void chooseAgainUntilNothingIsRejected() throws SQLException {
        VerifiedRounds<Integer> rounds =
                rounds(5, verification(50, slower("a", "b")), verification(50, unused("c")), verification(50));

        assertThat(rounds.all()).hasSize(3);
        assertThat(excluded).extracting(without -> without.rejected().size()).containsExactly(0, 1, 2);
        assertThat(rounds(2, verification(50, unused("a")), verification(50, unused("b")))
                        .all())
                .hasSize(2);
    }

    @Test
    void theBestIsTheOneThatSavedMost() throws SQLException {
        VerifiedRounds<Integer> rounds =
                rounds(5, verification(40, unused("a")), verification(30, unused("b")), verification(60));

        assertThat(rounds.best().choice()).isEqualTo(2);
    }

    @Test
    void ofEquallyGoodOnesTheLastIsTheBest() throws SQLException {
        VerifiedRounds<Integer> rounds =
                rounds(5, verification(30, unused("a")), verification(30, unused("b")), verification(60));

        assertThat(rounds.best().choice()).isEqualTo(2);
    }

    @Test
    void twoThatWereSlowerWithTheSameFirstKeyStandForAllThatBeginWithIt() throws SQLException {
        rounds(5, verification(50, slower("a", "b")), verification(50, slower("a", "c")), verification(50));

        IndexDefinition another = IndexDefinition.btree(ITEMS, "a", "d");
        assertThat(excluded).extracting(without -> without.contains(another)).containsExactly(false, false, true);
        Exclusions last = excluded.get(2);
        assertThat(last.contains(IndexDefinition.btree(ITEMS, "d", "a"))).isFalse();
        assertThat(last.contains(another.on(new QualifiedName("public", "others"))))
                .isFalse();
        assertThat(last.contains(new IndexDefinition(ITEMS, "btree", another.keys(), List.of(), false, "a > 7")))
                .isFalse();
        assertThat(last.contains(new IndexDefinition(ITEMS, "brin", another.keys(), List.of(), false, "")))
                .isFalse();
    }

    @Test
    void thoseThatNoStatementUsedStandForThemselvesAlone() throws SQLException {
        rounds(5, verification(50, unused("a", "b"), unused("a", "c")), verification(50));

        assertThat(excluded.get(1).contains(IndexDefinition.btree(ITEMS, "a", "b")))
                .isTrue();
        assertThat(excluded.get(1).contains(IndexDefinition.btree(ITEMS, "a", "d")))
                .isFalse();
    }
}
