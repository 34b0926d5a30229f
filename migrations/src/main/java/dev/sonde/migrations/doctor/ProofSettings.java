package dev.sonde.migrations.doctor;

import dev.sonde.migrations.project.FlywaySettings;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What of a project's settings decides whether a concurrent build ends; host, names and secrets are no part of it.
 *
 * @param urlOptions of the JDBC URL: query mode, prepared statements, session options, time limits
 * @param initSql only its SET statements: others may need the project's tables
 */
record ProofSettings(
        boolean transactionalLock,
        boolean group,
        boolean mixed,
        boolean executeInTransaction,
        Map<String, String> urlOptions,
        String initSql) {

    private static final Map<String, String> OPTIONS = Map.of(
            "preferquerymode", "preferQueryMode",
            "preparethreshold", "prepareThreshold",
            "sockettimeout", "socketTimeout",
            "options", "options");

    static ProofSettings of(FlywaySettings settings) {
        Map<String, String> options = new TreeMap<>();
        settings.url().options().forEach((name, value) -> {
            String spelt = OPTIONS.get(name);
            if (spelt != null && !value.contains("${")) {
                options.put(spelt, value);
            }
        });
        String sets = Arrays.stream(settings.initSql().split(";"))
                .map(String::strip)
                .filter(statement -> statement.matches("(?is)set\\s+\\w+\\s*(=|to\\b)\\s*('[^']*'|[\\w.]+)"))
                .collect(Collectors.joining("; "));
        return new ProofSettings(
                settings.transactionalLock(),
                settings.group(),
                settings.mixed(),
                settings.executeInTransaction(),
                options,
                sets);
    }

    /** With everything mended that can be shown on an idle server. */
    ProofSettings cured(boolean behindPgBouncer, boolean byUrl) {
        Map<String, String> options = new TreeMap<>(urlOptions);
        options.remove("options");
        options.remove("socketTimeout");
        boolean simple = "simple".equals(options.get("preferQueryMode"));
        if (behindPgBouncer || (byUrl && transactionalLock && !simple)) {
            options.put("preferQueryMode", "simple");
            return new ProofSettings(true, false, mixed, executeInTransaction, options, "");
        }
        return new ProofSettings(transactionalLock && simple, false, mixed, executeInTransaction, options, "");
    }

    /** For a report. */
    String words() {
        StringBuilder words = new StringBuilder("postgresql.transactional.lock=" + transactionalLock);
        urlOptions.forEach(
                (name, value) -> words.append(", ").append(name).append('=').append(value));
        if (group) {
            words.append(", group=true");
        }
        if (mixed) {
            words.append(", mixed=true");
        }
        if (!executeInTransaction) {
            words.append(", executeInTransaction=false");
        }
        if (!initSql.isEmpty()) {
            words.append(", initSql=").append(initSql);
        }
        return words.toString();
    }
}
