package dev.sonde.engine.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.advice.Calibration.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    @Test
    void isTheMedianOfTheRatiosAndTheirQuartiles() {
        List<Point> points = List.of(
                new Point(100, 1), new Point(100, 2), new Point(1000, 30), new Point(10, 0.4), new Point(200, 10));

        Calibration calibration = Calibration.of(points).orElseThrow();

        assertThat(calibration).isEqualTo(new Calibration(0.03, 0.02, 0.04, 5));
    }

    @Test
    void leavesOutWhatHasNoTimeOrNoCost() {
        List<Point> points = List.of(
                new Point(100, 1),
                new Point(100, 1),
                new Point(100, 1),
                new Point(100, 1),
                new Point(0, 1),
                new Point(100, 0),
                new Point(100, Double.NaN),
                new Point(100, Double.POSITIVE_INFINITY));

        assertThat(Calibration.of(points)).isEmpty();
    }
}
