package dev.sonde.analysis.fix;

/** The answer to "which one statement asks for all keys at once?" */
public sealed interface BatchRewrite {

    /**
     * A statement that fetches what the loop fetched.
     *
     * @param sql the statement; parameters keep their numbers, the key's takes an array
     * @param form how the result relates to the loop's
     * @param keyColumn label of the result column that says which key a row belongs to
     * @param keyPosition position of that column from 1; 0 for the last; -1 to find it by its label
     */
    record Statement(String sql, Form form, String keyColumn, int keyPosition) implements BatchRewrite {}

    /**
     * No statement, and why.
     *
     * @param reason what stands in the way, without a full stop
     */
    record None(String reason) implements BatchRewrite {}

    /** How a batch statement's rows relate to those of the loop. */
    enum Form {
        /** The loop's own columns, with the key's added at the end or found among them. */
        KEYS("group the rows by their key"),
        /** As {@link #KEYS}, but a key without rows is missing where the loop read one row with the count 0. */
        COUNTS("a key without rows is missing: its count is 0"),
        /** The key, then the loop's columns. */
        LATERAL("give each key once, group the rows by their key"),
        /** The rows of all steps of a walk, starting from one key. */
        RECURSIVE("the rows of all steps from one key on");

        private final String reading;

        Form(String reading) {
            this.reading = reading;
        }

        /** How to read the result, for people. */
        public String reading() {
            return reading;
        }
    }
}
