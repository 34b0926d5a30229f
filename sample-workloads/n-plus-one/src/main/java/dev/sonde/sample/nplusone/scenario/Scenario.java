package dev.sonde.sample.nplusone.scenario;

/**
 * A situation of the benchmark, whatever it is programmed with.
 *
 * @param number stable number in the benchmark, from 1; numbers that are missing were never given
 * @param idea what happens, and in brackets which test suites have it
 */
public record Scenario(int number, String name, Label label, String idea) {}
