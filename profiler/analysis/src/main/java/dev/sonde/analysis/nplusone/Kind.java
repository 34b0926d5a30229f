package dev.sonde.analysis.nplusone;

/** What a repetition turned out to be. */
enum Kind {
    KEYED_LOOP("n-plus-one", "keyed-loop"),
    TREE_WALK("n-plus-one", "tree-walk"),
    WRITE_LOOP("n-plus-one", "write-loop"),
    IDENTITY_LOOP("n-plus-one", "identity-loop"),
    CASCADE_LOOP("n-plus-one", "cascade-loop"),
    SEQUENCE_LOOP("n-plus-one", "sequence-loop"),
    UNDER_BATCHED("under-batched", "under-batched"),
    DUPLICATE_READ("duplicate-read", "duplicate-read"),
    RE_READ("repetition", "re-read"),
    PAGING_OFFSET("repetition", "paging-offset"),
    PAGING_KEYSET("repetition", "paging-keyset"),
    CHUNKED("repetition", "chunked"),
    POLLING("repetition", "polling"),
    RETRY("repetition", "retry"),
    COLD_CACHE("repetition", "cold-cache"),
    FIXED_FAN_OUT("repetition", "fixed-fan-out");

    private final String rule;
    private final String label;

    Kind(String rule, String label) {
        this.rule = rule;
        this.label = label;
    }

    String rule() {
        return rule;
    }

    String label() {
        return label;
    }

    boolean isLoop() {
        return compareTo(SEQUENCE_LOOP) <= 0;
    }

    boolean isWrite() {
        return this == WRITE_LOOP || this == IDENTITY_LOOP || this == CASCADE_LOOP;
    }

    /** Whether members of this kind may share one loop and one finding. */
    boolean joins(Kind other) {
        return this == other ? this == KEYED_LOOP || isWrite() : isWrite() && other.isWrite();
    }
}
