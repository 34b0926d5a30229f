/** What all routes share: errors as JSON, the port announced at start. */
@NullMarked
package dev.sonde.sample.agents.web;

import org.jspecify.annotations.NullMarked;
