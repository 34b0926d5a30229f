/**
 * Turns the current stack into a call site: the service's own frames and hints about the frameworks between.
 */
@NullMarked
package dev.sonde.profiler.site;

import org.jspecify.annotations.NullMarked;
