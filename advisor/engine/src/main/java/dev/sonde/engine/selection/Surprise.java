package dev.sonde.engine.selection;

/**
 * A set for which the planner's plan of a statement is dearer than another one that needs no more: it compares costs with a
 * fuzz, and more indexes can lead its search elsewhere. Nothing follows for sets with other indexes.
 *
 * @param answer the planner's, which holds for each set that lies between what it used and what it saw
 */
record Surprise(int statement, Atom answer) {}
