package dev.sonde.capture.sql;

/** What a statement does, as its first words tell. */
public enum Verb {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    MERGE,
    CALL,
    DDL,
    TRANSACTION,
    SET,
    OTHER;

    /** Whether the server has no plan for such statements. */
    public boolean isUtility() {
        return ordinal() >= CALL.ordinal();
    }

    /** Whether such statements change rows. */
    public boolean isWrite() {
        return this == INSERT || this == UPDATE || this == DELETE || this == MERGE;
    }
}
