/**
 * Where a unit of work begins and ends in a Spring service: requests, scheduled methods, messages, runners; and how it
 * gets to other threads. Knows nothing of data sources.
 */
@NullMarked
package dev.sonde.spring.unit;

import org.jspecify.annotations.NullMarked;
