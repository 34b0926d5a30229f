package dev.sonde.migrations.project;

/**
 * A value as the project gives it, several joined by commas.
 *
 * @param value passwords in URLs are masked
 */
public record Setting(String value, Origin origin) {}
