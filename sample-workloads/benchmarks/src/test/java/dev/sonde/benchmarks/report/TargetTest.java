package dev.sonde.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetTest {

    @Test
    void meetsAnUpperLimitAtTheLimitAndMissesItAbove() {
        Target target = Target.atMost("time", 1.25, " ×");

        assertThat(target.judge(1.25).met()).isTrue();
        assertThat(target.judge(1.2501).met()).isFalse();
    }

    @Test
    void meetsALowerLimitAtTheLimitAndMissesItBelow() {
        Target target = Target.atLeast("throughput", 97, " %");

        assertThat(target.judge(97).met()).isTrue();
        assertThat(target.judge(96.9).met()).isFalse();
    }

    @Test
    void missesATargetWithWhatIsNoNumber() {
        assertThat(Target.atMost("time", 1, "").judge(Double.NaN).met()).isFalse();
        assertThat(Target.atLeast("time", 1, "").judge(Double.NaN).met()).isFalse();
    }

    @Test
    void saysLimitFigureAndVerdict() {
        assertThat(Target.atMost("allocation", 64, " B/op").judge(70).sentence())
                .isEqualTo("allocation: target ≤ 64.0 B/op, measured 70.0 B/op: missed");
    }
}
