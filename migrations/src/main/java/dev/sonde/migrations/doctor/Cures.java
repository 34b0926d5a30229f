package dev.sonde.migrations.doctor;

import dev.sonde.migrations.project.FlywaySettings;
import dev.sonde.migrations.project.JdbcUrl;
import dev.sonde.migrations.project.Origin;
import dev.sonde.migrations.project.Setting;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Spells edits as the files of one project want them. */
final class Cures {

    static final String SIMPLE_MODE = "preferQueryMode=simple";

    private final FlywaySettings settings;

    Cures(FlywaySettings settings) {
        this.settings = settings;
    }

    /** Flyway holds its lock by the session instead of by an open transaction. */
    Cure sessionLock() {
        Optional<Setting> given = settings.setting("postgresql.transactional.lock");
        if (given.isPresent()) {
            return change(given.get().origin(), "false");
        }
        return switch (settings.runner()) {
            case SPRING_BOOT -> spring(List.of("spring.flyway.postgresql.transactional-lock", "false"));
            case COMMAND_LINE ->
                place().endsWith(".toml")
                        ? new Cure(
                                place(), "add at the end", List.of("[flyway.postgresql.transactional]", "lock = false"))
                        : new Cure(place(), "add", List.of("flyway.postgresql.transactional.lock=false"));
            // The plugins of different majors spell the setting differently; all of them take the URL.
            case MAVEN, GRADLE -> simpleMode();
            case CODE ->
                new Cure(
                        place(),
                        "add before load(), on the FluentConfiguration",
                        List.of("configuration.getConfigurationExtension(PostgreSQLConfigurationExtension.class)"
                                + ".setTransactionalLock(false);"));
        };
    }

    /** Flyway talks the simple query protocol, which leaves no snapshot open; only on its own connections. */
    Cure simpleMode() {
        JdbcUrl url = settings.url();
        String option = (url.text().contains("?") ? "&" : "?") + SIMPLE_MODE;
        if (settings.usesPool()) {
            return ownSpringUrl(option);
        }
        Optional<Setting> given = settings.setting("url");
        if (given.isPresent()) {
            Origin origin = given.get().origin();
            return new Cure(origin.place(), "append to the URL" + inLine(origin), List.of(option));
        }
        return switch (settings.runner()) {
            case SPRING_BOOT -> ownSpringUrl(option);
            case CODE -> new Cure(place(), "append to the URL that Flyway connects to", List.of("?" + SIMPLE_MODE));
            case MAVEN, GRADLE, COMMAND_LINE ->
                new Cure(
                        "environment variable FLYWAY_URL, or wherever flyway.url is given",
                        "append to the URL",
                        List.of("?" + SIMPLE_MODE));
        };
    }

    /** The service's pool keeps its URL: what is good for Flyway would slow the service down. */
    private Cure ownSpringUrl(String option) {
        return spring(List.of(
                "spring.flyway.url",
                "${spring.datasource.url}" + option,
                "spring.flyway.user",
                "${spring.datasource.username}",
                "spring.flyway.password",
                "${spring.datasource.password}"));
    }

    /** Sets one of Flyway's settings; {@code springName} is Spring's spelling of it. */
    Cure set(String name, String springName, String value) {
        Optional<Setting> given = settings.setting(name);
        if (given.isPresent()) {
            return change(given.get().origin(), value);
        }
        return switch (settings.runner()) {
            case SPRING_BOOT -> spring(List.of("spring.flyway." + springName, value));
            case COMMAND_LINE ->
                new Cure(
                        place(),
                        "add",
                        List.of(
                                place().endsWith(".toml")
                                        ? "flyway." + name + " = " + value
                                        : "flyway." + name + "=" + value));
            case MAVEN ->
                new Cure(
                        place(),
                        "add to the plugin's configuration",
                        List.of("<" + name + ">" + value + "</" + name + ">"));
            case GRADLE -> new Cure(place(), "add to the block flyway { }", List.of(name + " = " + value));
            case CODE -> new Cure(place(), "add before load()", List.of("." + name + "(" + value + ")"));
        };
    }

    /** Takes a time limit out of Flyway's URL; the service's pool keeps its own. */
    Cure withoutLimit(String name, String value) {
        boolean ofServer = !name.equals("socketTimeout");
        if (settings.usesPool()) {
            // Of two options of one name the driver takes the last.
            String options = settings.url().options().getOrDefault("options", "");
            String lifted = options.replace(name + "=" + value, name + "=0");
            return ownSpringUrl(
                    ofServer
                            ? "&options="
                                    + URLEncoder.encode(lifted, StandardCharsets.UTF_8)
                                            .replace("+", "%20")
                            : "&socketTimeout=0");
        }
        Origin origin = settings.setting("url").map(Setting::origin).orElse(new Origin(place(), 0));
        return new Cure(
                origin.place(),
                "remove from Flyway's URL" + inLine(origin),
                List.of((ofServer ? "-c " : "") + name + "=" + value));
    }

    private Cure change(Origin origin, String value) {
        return new Cure(origin.place(), "change the value" + inLine(origin) + " to", List.of(value));
    }

    /** As first lines: at the end of a file of several documents they would hold for one profile only. */
    private Cure spring(List<String> namesAndValues) {
        String file = settings.file().orElse("");
        boolean yaml = file.endsWith("ml");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            String value = namesAndValues.get(i + 1);
            lines.add(namesAndValues.get(i)
                    + (yaml ? ": " + (value.startsWith("$") ? '"' + value + '"' : value) : "=" + value));
        }
        return file.isEmpty()
                ? new Cure("src/main/resources/application.properties", "create the file with", lines)
                : new Cure(file, lines.size() == 1 ? "add as the first line" : "add as the first lines", lines);
    }

    private static String inLine(Origin origin) {
        return origin.line() > 0 ? " in line " + origin.line() : "";
    }

    private String place() {
        return settings.file().orElse("the code that sets up Flyway");
    }
}
