package dev.sonde.benchmarks.bytes;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param scale of the seeded data; 1 is about three million messages
 * @param rate requests per second
 */
record BytesPlan(double scale, int rate, Duration duration) {

    static BytesPlan full() {
        return new BytesPlan(0.1, 200, Duration.ofSeconds(15));
    }

    static BytesPlan quick() {
        return new BytesPlan(0.01, 50, Duration.ofSeconds(3));
    }
}
