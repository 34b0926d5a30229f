/**
 * {@code sonde advise}: turns captures into the advisor's workload, and its advice into text, Markdown, JSON and
 * migrations.
 */
@NullMarked
package dev.sonde.cli.advise;

import org.jspecify.annotations.NullMarked;
