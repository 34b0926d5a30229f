package dev.sonde.sample.agents;

import dev.sonde.sample.agents.database.DatabaseTarget;
import dev.sonde.sample.agents.job.Arguments;
import dev.sonde.sample.agents.job.Job;
import dev.sonde.sample.agents.seed.Seed;
import dev.sonde.sample.agents.seed.Volume;
import java.sql.Connection;
import java.util.Set;

/** Fills the migrated, empty schema; scale 1 is about 3 million messages. */
public final class SeedJob {

    private SeedJob() {}

    public static void main(String[] args) {
        System.exit(Job.execute("seed", SeedJob::run, args));
    }

    static int run(String[] args) throws Exception {
        Arguments arguments = Arguments.parse(args, Set.of("url", "user", "password", "scale"));
        DatabaseTarget target = DatabaseTarget.of(arguments, System.getenv());
        Volume volume = Volume.ofScale(arguments.positive("scale", 1, 10));
        try (Connection connection = target.connect()) {
            Seed.into(connection, volume, System.out::println);
        }
        return Job.DONE;
    }
}
