/**
 * Turns the binaries artefact into a running, throw-away PostgreSQL that leaves nothing behind. Knows nothing of
 * snapshots, statistics or plans.
 */
@NullMarked
package dev.sonde.engine.server;

import org.jspecify.annotations.NullMarked;
