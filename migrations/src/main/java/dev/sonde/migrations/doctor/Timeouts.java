package dev.sonde.migrations.doctor;

import dev.sonde.migrations.project.FlywayProject;
import dev.sonde.migrations.project.FlywaySettings;
import dev.sonde.migrations.project.JdbcUrl;
import dev.sonde.migrations.project.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds time limits that would cut a concurrent build off: in the URL, in SQL of the connection, in callbacks. */
final class Timeouts {

    private static final List<String> SERVER = List.of("lock_timeout", "statement_timeout", "transaction_timeout");
    private static final Pattern SET = Pattern.compile(
            "(?i)\\bset\\s+(?:session\\s+)?(lock_timeout|statement_timeout|transaction_timeout)\\s*(?:=|\\bto\\b)\\s*'?([\\w. ]+)");
    private static final Pattern CALLBACK = Pattern.compile(
            "(?i)(beforeMigrate|beforeEachMigrate|beforeEachMigrateStatement|afterConnect)(__.*)?\\.sql");
    private static final String ADVICE = ", which cuts a concurrent build off and leaves an INVALID index; migrations"
            + " written by Sonde set lock_timeout and statement_timeout themselves";

    private final FlywaySettings settings;
    private final Path root;
    private final List<Symptom> found = new ArrayList<>();

    private Timeouts(FlywaySettings settings, Path root) {
        this.settings = settings;
        this.root = root;
    }

    static List<Symptom> of(FlywaySettings settings, Path root) throws IOException {
        Timeouts timeouts = new Timeouts(settings, root);
        timeouts.ofUrl();
        timeouts.ofSql(settings.initSql(), settings.setting("initSql").map(Timeouts::place), "the connection's SQL");
        for (Path folder : FlywayProject.folders(settings)) {
            timeouts.ofCallbacks(folder);
        }
        return timeouts.found;
    }

    private static String place(Setting setting) {
        return setting.origin().toString();
    }

    private void ofUrl() {
        JdbcUrl url = settings.url();
        Optional<String> place = settings.setting("url").map(Timeouts::place);
        Cures cures = new Cures(settings);
        for (String name : SERVER) {
            url.sessionSetting(name)
                    .filter(Timeouts::limits)
                    .ifPresent(value -> add(
                            "the URL gives every session " + name + "=" + value + ADVICE,
                            place,
                            Optional.of(cures.withoutLimit(name, value))));
        }
        String socket = url.options().getOrDefault("sockettimeout", "0");
        if (limits(socket)) {
            add(
                    "the URL's socketTimeout=" + socket + " breaks the connection when a statement takes longer than "
                            + socket + " s; the server goes on alone and Flyway records a failure",
                    place,
                    Optional.of(cures.withoutLimit("socketTimeout", socket)));
        }
    }

    private void ofCallbacks(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> callbacks;
        try (Stream<Path> files = Files.list(folder)) {
            callbacks = files.filter(file ->
                            CALLBACK.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
        for (Path callback : callbacks) {
            String sql = new String(Files.readAllBytes(callback), StandardCharsets.UTF_8);
            String place = root.relativize(callback.toAbsolutePath().normalize())
                    .toString()
                    .replace('\\', '/');
            int number = 0;
            for (String line : sql.split("\\R", -1)) {
                number++;
                ofSql(line.replaceFirst("--.*", ""), Optional.of(place + ":" + number), "a callback");
            }
        }
    }

    private void ofSql(String sql, Optional<String> place, String what) {
        Matcher set = SET.matcher(sql);
        while (set.find()) {
            if (limits(set.group(2))) {
                add(what + " sets " + set.group(1) + " to " + set.group(2).strip() + ADVICE, place, Optional.empty());
            }
        }
    }

    /** Zero and default are no limit. */
    private static boolean limits(String value) {
        return value.strip().matches("[1-9].*|0*[.]?0*[1-9].*");
    }

    private void add(String message, Optional<String> place, Optional<Cure> cure) {
        found.add(new Symptom("fw-global-lock-timeout-kills-cic", Symptom.Severity.ERROR, message, place, cure));
    }
}
