/**
 * One self-contained HTML page around a report's JSON: styles, scripts and data in one file that asks nothing of a network
 * and runs nothing but its own scripts. Knows how a page is put together, and nothing of captures or advice.
 */
@NullMarked
package dev.sonde.cli.html;

import org.jspecify.annotations.NullMarked;
