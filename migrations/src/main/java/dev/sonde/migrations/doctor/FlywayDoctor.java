package dev.sonde.migrations.doctor;

import dev.sonde.migrations.doctor.Symptom.Severity;
import dev.sonde.migrations.project.FlywaySettings;
import dev.sonde.migrations.project.JdbcUrl;
import dev.sonde.migrations.project.Runner;
import dev.sonde.migrations.project.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges settings by what Flyway 10 to 13 was seen to do with them. */
public final class FlywayDoctor {

    static final String SELF_DEADLOCK = "fw-cic-self-deadlock";

    private static final int PGBOUNCER_PORT = 6432;

    private FlywayDoctor() {}

    /**
     * Examines one module's settings.
     *
     * @param root of the project, for the names of files
     * @param pgBouncer whether Flyway is known to connect through PgBouncer; a URL may say so too
     */
    public static Diagnosis examine(FlywaySettings settings, Path root, boolean pgBouncer) throws IOException {
        boolean behind = pgBouncer || looksLikePgBouncer(settings.url());
        List<Symptom> symptoms = new ArrayList<>();
        if (!settings.enabled()) {
            add(symptoms, "fw-disabled", Severity.NOTE, "Flyway is switched off here", settings, "enabled", null);
            return new Diagnosis(settings, behind, symptoms);
        }
        if (!settings.url().mayBePostgres()) {
            String message = "the URL is not PostgreSQL's, so concurrent index builds do not concern it";
            add(symptoms, "fw-other-database", Severity.NOTE, message, settings, "url", null);
            return new Diagnosis(settings, behind, symptoms);
        }
        lock(settings, behind, symptoms);
        symptoms.addAll(Timeouts.of(settings, root));
        transactions(settings, symptoms);
        startUp(settings, symptoms);
        unknown(settings, symptoms);
        symptoms.sort(Comparator.comparing(Symptom::severity));
        return new Diagnosis(settings, behind, symptoms);
    }

    /** PgBouncer's own port, or the option that was needed to work behind it. */
    private static boolean looksLikePgBouncer(JdbcUrl url) {
        return url.port().orElse(0) == PGBOUNCER_PORT
                || "0".equals(url.options().get("preparethreshold"));
    }

    private static void lock(FlywaySettings settings, boolean behind, List<Symptom> symptoms) {
        Cures cures = new Cures(settings);
        boolean simple = settings.url().isSimpleQueryMode();
        if (!settings.transactionalLock()) {
            if (behind) {
                String message = "Flyway's lock belongs to a session, and behind PgBouncer's transaction pooling a"
                        + " session is not Flyway's own: two instances may migrate at once; keep the default lock and"
                        + " use the simple query protocol";
                add(
                        symptoms,
                        "fw-session-lock-behind-pgbouncer",
                        Severity.ERROR,
                        message,
                        settings,
                        "postgresql.transactional.lock",
                        simple
                                ? cures.set("postgresql.transactional.lock", "postgresql.transactional-lock", "true")
                                : cures.simpleMode());
            }
        } else if (!simple) {
            String message = "Flyway keeps its lock in an open transaction whose snapshot a concurrent build waits for:"
                    + " it waits for ever, and no deadlock is detected"
                    + (behind
                            ? "; behind PgBouncer the simple query protocol mends it, and a session lock would not hold"
                            : "");
            add(
                    symptoms,
                    SELF_DEADLOCK,
                    Severity.ERROR,
                    message,
                    settings,
                    "postgresql.transactional.lock",
                    behind ? cures.simpleMode() : cures.sessionLock());
        }
    }

    private static void transactions(FlywaySettings settings, List<Symptom> symptoms) {
        Cures cures = new Cures(settings);
        if (settings.group()) {
            String message = "group=true puts all pending migrations into one transaction, and Flyway refuses a"
                    + " concurrent build among them";
            add(
                    symptoms,
                    "fw-group-with-cic",
                    Severity.ERROR,
                    message,
                    settings,
                    "group",
                    cures.set("group", "group", "false"));
        }
        if (!settings.executeInTransaction()) {
            String message = "no migration runs in a transaction: one that fails half-way stays half done";
            add(symptoms, "fw-no-transactions", Severity.WARNING, message, settings, "executeInTransaction", null);
        } else if (!settings.mixed()) {
            String message = "a file with a concurrent build and any other statement is refused unless a file of the"
                    + " same name with .conf after it says executeInTransaction=false; Sonde writes such a pair";
            add(symptoms, "fw-mixed-file", Severity.NOTE, message, settings, "mixed", null);
        }
    }

    private static void startUp(FlywaySettings settings, List<Symptom> symptoms) {
        int retries = settings.lockRetryCount();
        if (settings.runner() == Runner.SPRING_BOOT && retries >= 0) {
            String message = "the service migrates when it starts: while one instance builds an index, the others try"
                    + " for Flyway's lock " + retries + " times, once a second, and then die";
            add(
                    symptoms,
                    "fw-long-build-at-startup",
                    Severity.WARNING,
                    message,
                    settings,
                    "lockRetryCount",
                    new Cures(settings).set("lockRetryCount", "lock-retry-count", "-1"));
        }
        if (!settings.validateMigrationNaming()) {
            String message = "files whose names Flyway does not take for migrations are skipped in silence";
            add(
                    symptoms,
                    "fw-misnamed-ignored",
                    Severity.NOTE,
                    message,
                    settings,
                    "validateMigrationNaming",
                    new Cures(settings).set("validateMigrationNaming", "validate-migration-naming", "true"));
        }
    }

    private static void unknown(FlywaySettings settings, List<Symptom> symptoms) {
        if (settings.runner() == Runner.CODE) {
            String message = "Flyway is set up in code, which was not read: the verdict holds for its defaults";
            symptoms.add(new Symptom("fw-set-up-in-code", Severity.NOTE, message, settings.file(), Optional.empty()));
        } else if (settings.url().text().isEmpty() || settings.url().isUnresolved()) {
            String message = (settings.url().text().isEmpty()
                            ? "no URL is given here"
                            : "the URL is completed where" + " Flyway runs")
                    + ": options such as preferQueryMode or lock_timeout given there are not known";
            add(symptoms, "fw-url-not-known", Severity.NOTE, message, settings, "url", null);
        }
    }

    private static void add(
            List<Symptom> symptoms,
            String rule,
            Severity severity,
            String message,
            FlywaySettings settings,
            String setting,
            @Nullable Cure cure) {
        Optional<String> place = settings.setting(setting).map(Setting::origin).map(Object::toString);
        symptoms.add(new Symptom(rule, severity, message, place, Optional.ofNullable(cure)));
    }
}
