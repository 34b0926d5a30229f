/** Asks git which files a branch has and in which order they came; never writes, and runs no program git is told to. */
@NullMarked
package dev.sonde.migrations.git;

import org.jspecify.annotations.NullMarked;
