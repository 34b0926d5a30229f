package dev.sonde.migrations.trace;

/** A lock that a statement took on a relation that was there before the first file. */
public record HeldLock(Relation relation, LockMode mode) {}
