package dev.sonde.migrations.finding;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a rule's page shows and its proof runs: files by name.
 *
 * @param base what is applied before
 * @param bad what the rule finds
 * @param good what does the same without harm
 * @param settings of Flyway in the bad case
 * @param goodSettings of Flyway in the good case
 */
public record RuleExample(
        MigrationRule rule,
        Map<String, String> base,
        Map<String, String> bad,
        Map<String, String> good,
        Map<String, String> settings,
        Map<String, String> goodSettings) {

    public RuleExample {
        base = new TreeMap<>(base);
        bad = new TreeMap<>(bad);
        good = new TreeMap<>(good);
        settings = new TreeMap<>(settings);
        goodSettings = new TreeMap<>(goodSettings);
    }

    public static RuleExample of(
            MigrationRule rule, Map<String, String> base, Map<String, String> bad, Map<String, String> good) {
        return new RuleExample(rule, base, bad, good, Map.of(), Map.of());
    }

    public RuleExample with(Map<String, String> always) {
        return new RuleExample(rule, base, bad, good, always, always);
    }

    public RuleExample mendedBy(Map<String, String> setting) {
        return new RuleExample(rule, base, bad, good, settings, setting);
    }

    @Override
    public String toString() {
        return rule.id();
    }
}
