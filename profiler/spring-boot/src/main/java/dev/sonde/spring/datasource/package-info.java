/** Puts the profiler around the pools of the service, each once, without changing what type they are. */
@NullMarked
package dev.sonde.spring.datasource;

import org.jspecify.annotations.NullMarked;
