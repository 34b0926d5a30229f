package dev.sonde.migrations.writer;

/** Which tool runs the files. */
public enum Flavour {
    /** A {@code .sql} file, with a {@code .sql.conf} beside it where it must not run in a transaction. */
    FLYWAY,
    /** Liquibase's formatted SQL, one changeset a file. */
    LIQUIBASE
}
