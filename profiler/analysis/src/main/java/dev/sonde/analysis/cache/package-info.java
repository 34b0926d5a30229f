/**
 * What a cache in the service would have answered: a simulation of caches of several sizes and times to live over the
 * captured executions, with the reads that captured writes would have made stale. Knows records, no file, no database.
 */
@NullMarked
package dev.sonde.analysis.cache;

import org.jspecify.annotations.NullMarked;
