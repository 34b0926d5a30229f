/** {@code sonde verify}: whether a deployment has left the indexes behind that its migrations make. */
@NullMarked
package dev.sonde.cli.verify;

import org.jspecify.annotations.NullMarked;
