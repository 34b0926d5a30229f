package dev.sonde.migrations.matrix;

/** What Flyway is told: nothing, or one of the two things the doctor proposes. */
enum Settings {
    DEFAULT("default", "", true),
    SESSION_LOCK("transactional lock off", "", false),
    SIMPLE_QUERIES("preferQueryMode=simple", "&preferQueryMode=simple", true);

    final String words;
    final String urlOption;
    final boolean transactionalLock;

    Settings(String words, String urlOption, boolean transactionalLock) {
        this.words = words;
        this.urlOption = urlOption;
        this.transactionalLock = transactionalLock;
    }
}
