package dev.sonde.migrations.impact;

/**
 * How long a statement takes at the source once it has its locks; estimated, never measured.
 *
 * @param seconds what can be said of it: all of it if {@link Kind#ESTIMATED}, else nothing
 * @param basis what the estimate rests on, or why there is none
 */
public record Forecast(Kind kind, Seconds seconds, String basis) {

    /** What is known. */
    public enum Kind {
        /** From the sizes of the snapshot and the paces of {@link Task}. */
        ESTIMATED,
        /** No work that grows with a table: what it takes is the time of waiting for its locks. */
        METADATA_ONLY,
        NOT_KNOWN
    }

    static Forecast estimated(Seconds seconds, String basis) {
        return new Forecast(Kind.ESTIMATED, seconds, basis);
    }

    static Forecast metadataOnly() {
        return new Forecast(
                Kind.METADATA_ONLY,
                Seconds.NONE,
                "it changes the catalog only: its time is that of waiting for its locks");
    }

    static Forecast notKnown(String why) {
        return new Forecast(Kind.NOT_KNOWN, Seconds.NONE, why);
    }

    /** In one line. */
    public String words() {
        return switch (kind) {
            case ESTIMATED -> "estimated " + seconds.words() + ": " + basis;
            case METADATA_ONLY -> basis;
            case NOT_KNOWN -> "no estimate: " + basis;
        };
    }
}
