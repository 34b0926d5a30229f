/** What all routes share: the unit of work around a request, errors as JSON, the port announced at start. */
@NullMarked
package dev.sonde.sample.agents.web;

import org.jspecify.annotations.NullMarked;
