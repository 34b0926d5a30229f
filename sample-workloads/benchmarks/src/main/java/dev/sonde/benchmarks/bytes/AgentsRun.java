package dev.sonde.benchmarks.bytes;

import dev.sonde.benchmarks.competitor.SondeSettings;
import dev.sonde.benchmarks.process.AgentsJar;
import dev.sonde.benchmarks.process.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The agents sample on a server of its own: migrated, seeded, profiled, and asked by its load generator. */
final class AgentsRun {

    private final AgentsJar agents;
    private final BytesPlan plan;

    private AgentsRun(AgentsJar agents, BytesPlan plan) {
        this.agents = agents;
        this.plan = plan;
    }

    static AgentsRun of(BytesPlan plan) throws IOException {
        return new AgentsRun(AgentsJar.find(), plan);
    }

    /** Leaves the captures in the folder. */
    void capture(Path captures) throws IOException {
        try (Server server = Server.start()) {
            agents.fill(server.url(), plan.scale());
            // What the governor left out would make the remaining executions look small.
            String profiled = server.url().replaceFirst("jdbc:", "jdbc:sonde:") + "&sonde.service=agents"
                    + SondeSettings.NOTHING_SHED + "&sonde.folder=" + captures;
            // The URL is what captures; the starter in the sample adds the units of work.
            agents.load(profiled, List.of("--sonde.enabled=true"), plan.rate(), plan.duration());
        }
    }
}
