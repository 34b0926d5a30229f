package dev.sonde.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Heights of trees that were built and looked into with pageinspect, on PostgreSQL 18. */
class BTreeHeightTest {

    @Test
    void ofKeysThatDiffer() {
        assertThat(BTreeHeight.of(1, 0, 8)).isZero();
        assertThat(BTreeHeight.of(825, 300_000, 8)).isEqualTo(2);
        assertThat(BTreeHeight.of(276, 60_000, 7)).isEqualTo(1);
        assertThat(BTreeHeight.of(4_680, 200_000, 150)).isEqualTo(3);
    }

    /** Their pivots hold row pointers besides, so that fewer of them fit. */
    @Test
    void ofKeysThatAreEqualAndMerged() {
        assertThat(BTreeHeight.of(257, 300_000, 1)).isEqualTo(2);
        assertThat(BTreeHeight.of(255, 300_000, 4)).isEqualTo(2);
        assertThat(BTreeHeight.of(171, 200_000, 6)).isEqualTo(1);
    }
}
