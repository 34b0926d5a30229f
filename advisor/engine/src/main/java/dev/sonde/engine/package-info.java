/** What every part of the advisor may throw. Knows neither the server nor what is advised. */
@NullMarked
package dev.sonde.engine;

import org.jspecify.annotations.NullMarked;
