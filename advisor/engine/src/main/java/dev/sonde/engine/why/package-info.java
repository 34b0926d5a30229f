/**
 * Turns a deliberation into answers to questions: for a query what was examined and why it was not chosen, for an index
 * who uses it and what losing it costs. Asks the planner for what the deliberation left open; chooses nothing.
 */
@NullMarked
package dev.sonde.engine.why;

import org.jspecify.annotations.NullMarked;
