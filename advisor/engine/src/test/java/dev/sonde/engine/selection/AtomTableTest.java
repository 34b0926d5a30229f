package dev.sonde.engine.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class AtomTableTest {

    private final AtomTable atoms = new AtomTable();

    private static BitSet set(int... members) {
        BitSet set = new BitSet();
        for (int member : members) {
            set.set(member);
        }
        return set;
    }

    @Test
    void expectsWhatThePlannerWasSeenToPrefer() {
        atoms.add(new Atom(set(), set(), 100));
        atoms.add(new Atom(set(1), set(1), 50));
        atoms.add(new Atom(set(1, 2), set(2), 55));

        assertThat(atoms.reached(set(1))).isEqualTo(50);
        assertThat(atoms.reached(set(1, 2))).isEqualTo(55);
        assertThat(atoms.reached(set(1, 2, 3))).isEqualTo(55);
        assertThat(atoms.undominated()).extracting(Atom::cost).containsExactly(50.0, 55.0, 100.0);
    }

    @Test
    void keepsThePlanThatIsPreferredToACheaperOneThatNeedsLess() {
        atoms.add(new Atom(set(1), set(1), 50));
        atoms.add(new Atom(set(1, 2), set(1, 2), 60));

        assertThat(atoms.reached(set(1, 2))).isEqualTo(60);
        assertThat(atoms.undominated()).extracting(Atom::cost).containsExactly(50.0, 60.0);
    }

    @Test
    void doesNotGeneraliseWhereThePlannerWasSeenToDoBoth() {
        atoms.add(new Atom(set(1, 2), set(1), 50));
        atoms.add(new Atom(set(1, 2, 3), set(2), 55));

        assertThat(atoms.reached(set(1, 2))).isEqualTo(50);
    }
}
