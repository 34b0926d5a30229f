/**
 * Findings as a few lines of plain text, for failed tests and logs. What comes from captures is hostile: it stays on its
 * line, and what nobody could see is spelled out.
 */
@NullMarked
package dev.sonde.analysis.text;

import org.jspecify.annotations.NullMarked;
