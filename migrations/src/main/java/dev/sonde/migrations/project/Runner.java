package dev.sonde.migrations.project;

/** What starts Flyway, and so decides which files are read and how its settings are spelt. */
public enum Runner {
    SPRING_BOOT("Spring Boot"),
    MAVEN("Maven plugin"),
    GRADLE("Gradle plugin"),
    /** {@code flyway.toml} or {@code flyway.conf}: the command line, or whoever reads these files. */
    COMMAND_LINE("Flyway configuration file"),
    /** Flyway is a dependency, but nothing says how it is set up: in the service's own code. */
    CODE("code");

    private final String words;

    Runner(String words) {
        this.words = words;
    }

    /** For a sentence. */
    public String words() {
        return words;
    }
}
