/**
 * Turns planned statements into what the service's code should do otherwise before an index is of any use: the types it
 * binds, and values that it binds where only a literal would do. Knows nothing of how a report is written.
 */
@NullMarked
package dev.sonde.engine.codefix;

import org.jspecify.annotations.NullMarked;
