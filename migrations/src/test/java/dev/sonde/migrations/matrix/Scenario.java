package dev.sonde.migrations.matrix;

/** What may happen to a concurrent build. */
enum Scenario {
    NORMAL("normal run"),
    THREE_INSTANCES("three at once"),
    UNIQUE_VIOLATION("unique violation"),
    LOCK_TIMEOUT("lock time-out"),
    KILLED("killed in mid-build"),
    INVALID_LEFTOVER("invalid leftover"),
    MADE_BY_HAND("good index made by hand");

    final String words;

    Scenario(String words) {
        this.words = words;
    }
}
