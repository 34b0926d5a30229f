package dev.sonde.cli;

import dev.sonde.engine.server.PostgresHome;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class SondeVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        BuildFacts build = BuildFacts.read();
        List<String> lines = new ArrayList<>();
        lines.add("sonde " + build.version());
        if (!build.commit().isEmpty()) {
            lines.add("commit      " + build.commit() + " of " + build.time());
        }
        lines.add("Java        " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")");
        lines.add("PostgreSQL  " + PostgresHome.OLDEST + " to " + PostgresHome.NEWEST);
        return lines.toArray(String[]::new);
    }
}
