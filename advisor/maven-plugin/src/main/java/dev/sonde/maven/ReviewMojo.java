package dev.sonde.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.maven.model.Resource;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Checks the migrations that are not on the base branch: Flyway's traps, and what each statement locks, rewrites and
 * reads, measured on a throw-away PostgreSQL. Fails the build on findings. As {@code sonde review}.
 */
@Mojo(name = "review", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class ReviewMojo extends CommandMojo {

    /** Folder of the migrations. Default: {@code db/migration} in the project's resources; without it nothing is done. */
    @Parameter(property = "sonde.migrations")
    private @Nullable File migrations;

    /**
     * Branch or commit to compare with. Default: {@code origin/} and the branch that the build server says the change is
     * to be merged into, else {@code origin/HEAD}, {@code main} or {@code master}.
     */
    @Parameter(property = "sonde.base")
    private @Nullable String base;

    /** Capture files, or folders that hold them, whose statements the migrations are held against. */
    @Parameter(property = "sonde.captures")
    private List<File> captures = new ArrayList<>();

    /** The database, from {@code sonde snapshot}. */
    @Parameter(property = "sonde.snapshot")
    private @Nullable File snapshot;

    /** Settings of Flyway over what the project's files say, such as {@code <outOfOrder>true</outOfOrder>}. */
    @Parameter
    private Map<String, String> flyway = new TreeMap<>();

    /** At which findings the build fails: {@code error}, {@code warning} or {@code never}. */
    @Parameter(property = "sonde.failOn", defaultValue = "error")
    @SuppressWarnings("NullAway.Init")
    private String failOn;

    @Parameter(defaultValue = "${project.resources}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init")
    private List<Resource> resources;

    @Override
    Optional<Arguments> arguments() {
        Optional<File> folder = MigrationFolder.of(migrations, resources);
        if (folder.isEmpty()) {
            getLog().info("no db/migration in the resources of this project: no migrations to review");
            return Optional.empty();
        }
        return Optional.of(Arguments.of("review")
                .file(folder.get())
                .option("--base", base == null ? BaseBranch.of(System.getenv()).orElse(null) : base)
                .options("--capture", captures)
                .option("--snapshot", snapshot)
                .options(
                        "--flyway",
                        flyway.entrySet().stream()
                                .map(setting -> setting.getKey() + "=" + setting.getValue())
                                .toList())
                .option("--fail-on", failOn));
    }
}
