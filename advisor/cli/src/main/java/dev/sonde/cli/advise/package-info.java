/**
 * {@code sonde advise}: turns the advisor's advice into text, Markdown, JSON and migrations, and puts it on the page of the
 * report.
 */
@NullMarked
package dev.sonde.cli.advise;

import org.jspecify.annotations.NullMarked;
