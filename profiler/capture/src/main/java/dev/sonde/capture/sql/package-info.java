/**
 * SQL text as the capture keeps it: a PostgreSQL lexer, the normaliser that takes literals out and numbers the
 * parameters, and the fingerprint under which statements of one form are counted together. Works on tokens only, so it
 * knows no grammar, no catalog and never fails on a text.
 */
@NullMarked
package dev.sonde.capture.sql;

import org.jspecify.annotations.NullMarked;
