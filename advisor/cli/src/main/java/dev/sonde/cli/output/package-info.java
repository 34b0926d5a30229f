/**
 * How text, figures and tables look in every report, and where a report goes. Knows nothing of captures or advice.
 */
@NullMarked
package dev.sonde.cli.output;

import org.jspecify.annotations.NullMarked;
