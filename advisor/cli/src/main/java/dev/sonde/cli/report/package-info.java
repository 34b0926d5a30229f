/**
 * {@code sonde report}: what the captured service asked of its database, what is wrong with it, and where the time
 * goes; as text, Markdown and JSON, all from one {@link dev.sonde.cli.report.Report}.
 */
@NullMarked
package dev.sonde.cli.report;

import org.jspecify.annotations.NullMarked;
