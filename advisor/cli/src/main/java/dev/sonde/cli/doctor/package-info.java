/** {@code sonde doctor}: what would become of a concurrent index build under the project's Flyway settings. */
@NullMarked
package dev.sonde.cli.doctor;

import org.jspecify.annotations.NullMarked;
