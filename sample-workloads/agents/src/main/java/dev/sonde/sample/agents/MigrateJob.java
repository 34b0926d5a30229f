package dev.sonde.sample.agents;

import dev.sonde.sample.agents.database.DatabaseTarget;
import dev.sonde.sample.agents.database.Migrations;
import dev.sonde.sample.agents.job.Arguments;
import dev.sonde.sample.agents.job.Job;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Applies the migrations and prints each applied file. */
public final class MigrateJob {

    private MigrateJob() {}

    public static void main(String[] args) {
        System.exit(Job.execute("migrate", MigrateJob::run, args));
    }

    static int run(String[] args) {
        Arguments arguments = Arguments.parse(args, Set.of("url", "user", "password", "locations"));
        DatabaseTarget target = DatabaseTarget.of(arguments, System.getenv());
        List<String> locations = Arrays.stream(arguments.text("locations", "").split(","))
                .filter(location -> !location.isBlank())
                .toList();
        List<String> applied = Migrations.migrate(target, locations);
        applied.forEach(file -> System.out.println("applied " + file));
        if (applied.isEmpty()) {
            System.out.println("nothing to apply");
        }
        return Job.DONE;
    }
}
