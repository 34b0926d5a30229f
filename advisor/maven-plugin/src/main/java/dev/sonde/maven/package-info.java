/**
 * Goals of Maven, each of which is a command of Sonde: turns the parameters and the project into a command line, its
 * output into the build's log and its exit status into Maven's exceptions. Knows nothing of what a command does.
 */
@NullMarked
package dev.sonde.maven;

import org.jspecify.annotations.NullMarked;
