package dev.sonde.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.lint.FileName;
import dev.sonde.migrations.lint.ProjectFile;
import dev.sonde.migrations.lint.ProjectSettings;
import dev.sonde.migrations.script.MigrationScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A lock time-out that the project sets for all files is as good as one in the file. */
class WaitRulesTest {

    private static final String BASE = "create table orders (id int); create function f() returns trigger"
            + " language plpgsql as 'begin return new; end';";
    private static final String TRIGGER = "create trigger t before insert on orders for each row execute function f();";

    @Test
    void tellsATriggerWithoutATimeOut() {
        assertThat(rules(Map.of(), List.of())).containsExactly(MigrationRule.CREATE_TRIGGER_WAITS);
    }

    @Test
    void takesATimeOutOfTheUrlOrACallback() {
        ProjectSettings settings = ProjectSettings.ofDefaults();
        ProjectFile callback = ProjectFile.added(
                "beforeEachMigrate.sql",
                MigrationScript.of("beforeEachMigrate.sql", "set lock_timeout = '3s';", Optional.empty()),
                settings);

        assertThat(rules(Map.of("flyway.url", "jdbc:postgresql://db/a?options=-c%20lock_timeout=3s"), List.of()))
                .isEmpty();
        assertThat(rules(Map.of(), List.of(callback))).isEmpty();
    }

    private static List<MigrationRule> rules(Map<String, String> properties, List<ProjectFile> more) {
        ProjectSettings settings = ProjectSettings.of(properties);
        List<ProjectFile> files = new ArrayList<>(more);
        files.add(new ProjectFile(
                "V1__base.sql",
                FileName.of("V1__base.sql", settings),
                ProjectFile.State.KEPT,
                Optional.of(MigrationScript.of("V1__base.sql", BASE, Optional.empty())),
                Optional.of(BASE),
                Optional.empty()));
        files.add(ProjectFile.added(
                "V2__trigger.sql", MigrationScript.of("V2__trigger.sql", TRIGGER, Optional.empty()), settings));
        return Review.of(new ReviewInput(files, settings, Optional.empty())).findings().stream()
                .map(finding -> finding.rule())
                .toList();
    }
}
