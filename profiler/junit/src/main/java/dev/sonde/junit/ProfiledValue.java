package dev.sonde.junit;

import org.jspecify.annotations.Nullable;

/** What a piece of work returned, and what it executed. */
public record ProfiledValue<T extends @Nullable Object>(T value, Profile profile) {}
