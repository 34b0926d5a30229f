package dev.sonde.analysis.cache;

/** How many keys all streams of a simulation hold together, kept up to date by them. */
final class KeyCount {
    long keys;
}
