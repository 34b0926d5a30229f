/**
 * The capture file: an Avro object container written by a small encoder of our own, so that a service needs no Avro on
 * its class path, and read back record by record. Knows the records and bytes, not where they come from.
 */
@NullMarked
package dev.sonde.capture.file;

import org.jspecify.annotations.NullMarked;
