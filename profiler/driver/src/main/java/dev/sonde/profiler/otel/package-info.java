/**
 * The profiler's counts as OpenTelemetry metrics. The only package beside the trace identifier's that knows OpenTelemetry;
 * loaded if the service names it, and then the service has that API.
 */
@NullMarked
package dev.sonde.profiler.otel;

import org.jspecify.annotations.NullMarked;
