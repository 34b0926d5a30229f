/** The actuator endpoint: status, control, and the analysis of what has been captured so far. */
@NullMarked
package dev.sonde.spring.endpoint;

import org.jspecify.annotations.NullMarked;
