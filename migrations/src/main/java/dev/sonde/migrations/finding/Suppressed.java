package dev.sonde.migrations.finding;

/**
 * Why a finding is left.
 *
 * @param reason what was written for it
 * @param inSource whether it stands in the migration itself, else in {@code sonde.toml}
 */
public record Suppressed(String reason, boolean inSource) {}
