/**
 * Turns a snapshot and a schema that was changed since, into the snapshot that the changed database would give: statistics
 * and sizes follow tables, columns and indexes by their identity, new indexes get predicted sizes. Knows nothing of what
 * changed the schema.
 */
@NullMarked
package dev.sonde.engine.carry;

import org.jspecify.annotations.NullMarked;
