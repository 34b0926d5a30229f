package dev.sonde.engine.candidate;

/**
 * A condition of a statement that some kind of index could answer.
 *
 * @param operator of PostgreSQL, without its schema
 * @param text as the server prints it, for messages
 */
record Condition(Kind kind, Subject subject, String operator, String text) {

    /** What an index would have to find. */
    enum Kind {
        /** One value. */
        EQUAL,
        /** The values of a list. */
        ANY,
        /** The value of another table's row. */
        JOINED,
        /** Values on one side of a bound. */
        RANGE,
        /** Text that begins with a constant. */
        PREFIX,
        /** Text that holds a constant of three characters or more. */
        INFIX,
        /** Text that matches a pattern not known when the plan was made. */
        PATTERN,
        /** Parts of a document, an array, a text or a range. */
        PARTS,
        /** The nearest values first. */
        NEAREST
    }
}
