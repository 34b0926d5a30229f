/** {@code sonde merge}: captures and summaries into one summary. */
@NullMarked
package dev.sonde.cli.merge;

import org.jspecify.annotations.NullMarked;
