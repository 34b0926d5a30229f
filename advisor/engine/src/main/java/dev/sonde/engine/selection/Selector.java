package dev.sonde.engine.selection;

/** Chooses indexes. Equal input gives an equal choice. */
public interface Selector {

    /** Name of the search that has no lower bound. */
    String GREEDY = "greedy";

    /** Name as in the report: {@code cp-sat} or {@code greedy}. */
    String name();

    /** The best choice it can find within the limits. */
    Selection select(Limits limits);
}
