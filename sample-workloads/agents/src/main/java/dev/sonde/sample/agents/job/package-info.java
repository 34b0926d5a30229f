/** What the command-line jobs share: arguments, one-line errors and exit statuses. */
@NullMarked
package dev.sonde.sample.agents.job;

import org.jspecify.annotations.NullMarked;
