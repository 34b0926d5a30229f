package dev.sonde.engine.plan;

/** Is told how far planning is, by the thread that plans and for each statement, so that it should be quick. */
@FunctionalInterface
public interface PlanningProgress {

    /** Nobody wants to know. */
    PlanningProgress NONE = (stage, done, statements) -> {};

    /**
     * What is done now. A stage goes over all statements once.
     *
     * @param stage in words for the user; empty if it is nothing that is counted
     * @param done statements that are through
     * @param statements all of them, 0 if that is not counted
     */
    void at(String stage, int done, int statements);
}
