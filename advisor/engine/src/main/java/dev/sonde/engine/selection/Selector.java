package dev.sonde.engine.selection;

/** Chooses indexes. Equal input gives an equal choice. */
public interface Selector {

    /** Name as in the report: {@code cp-sat} or {@code greedy}. */
    String name();

    /** The best choice it can find within the limits. */
    Selection select(Limits limits);
}
