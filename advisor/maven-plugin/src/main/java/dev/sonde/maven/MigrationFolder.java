package dev.sonde.maven;

import java.io.File;
import java.util.List;
import java.util.Optional;
import org.apache.maven.model.Resource;
import org.jspecify.annotations.Nullable;

/** Where the migrations of a project are. */
final class MigrationFolder {

    private static final String BELOW_RESOURCES = "db/migration";

    private MigrationFolder() {}

    /** The one that was configured, else Flyway's usual one in the first folder of resources that has it. */
    static Optional<File> of(@Nullable File configured, List<Resource> resources) {
        if (configured != null) {
            return Optional.of(configured);
        }
        return resources.stream()
                .map(resource -> new File(resource.getDirectory(), BELOW_RESOURCES))
                .filter(File::isDirectory)
                .findFirst();
    }
}
