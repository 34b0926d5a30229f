package dev.sonde.engine.why;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why an index is or is not advised, or may or may not go. */
public enum Verdict {
    /** In the advised set, and used. */
    ADVISED,
    /** In the advised set, not used by this query. */
    ADVISED_FOR_OTHERS,
    /** An existing index does the same. */
    EXISTS,
    /** The planner's server does not take the definition. */
    REFUSED,
    /** No plan uses it. */
    NOT_USED,
    /** Used, but nothing gets cheaper. */
    NO_GAIN,
    /** Writing it costs more than it saves. */
    WRITE_COST,
    /** Saves less of the workload than each new index has to. */
    BELOW_THRESHOLD,
    /** Saves no statement enough of its cost. */
    LITTLE_FOR_EACH,
    /** Makes some statement dearer. */
    REGRESSION,
    /** Larger than the limit in bytes. */
    BUDGET,
    /** One more than the limit in number. */
    MAX_INDEXES,
    /** The advised set does the same work. */
    SUPERSEDED,
    /** Would lower the cost further, and the search passed it over. */
    PASSED_OVER,

    /** An existing index that is INVALID. */
    INVALID,
    /** An existing index that belongs to a partitioned one. */
    PART,
    /** An existing index that a constraint or a foreign key rests on. */
    CONSTRAINT,
    /** An existing index that forbids duplicates. */
    UNIQUE,
    /** An existing index whose work another existing one does. */
    SUPERFLUOUS,
    /** An existing index that an advised one takes the place of. */
    REPLACED,
    /** An existing index that captured statements need. */
    IN_USE,
    /** An existing index that only a foreign key's look-ups would need. */
    FOREIGN_KEY,
    /** An existing index that no captured statement needs. */
    NOT_NEEDED_HERE,
    /** The planner cannot hide it. */
    UNKNOWN;

    /** As in the report: lower case, hyphens. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
