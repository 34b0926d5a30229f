package dev.sonde.migrations.project;

/**
 * One value of a configuration file.
 *
 * @param key as the file spells it, levels joined by dots
 * @param line from 1
 * @param document number of the document in a file of several, from 0
 */
record ConfigEntry(String key, String value, int line, int document) {}
