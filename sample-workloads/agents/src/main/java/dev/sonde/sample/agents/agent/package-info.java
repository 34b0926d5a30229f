/** Agents, their tenants and skills, mapped by Hibernate. */
@NullMarked
package dev.sonde.sample.agents.agent;

import org.jspecify.annotations.NullMarked;
