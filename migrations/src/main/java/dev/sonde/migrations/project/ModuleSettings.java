package dev.sonde.migrations.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds out, module by module, who runs Flyway there and with which settings. */
final class ModuleSettings {

    private final ProjectFiles files;
    private final Map<String, String> environment;
    private final List<String> problems;
    private final Map<Path, ToolSettings> tools = new TreeMap<>();

    ModuleSettings(ProjectFiles files, Map<String, String> environment, List<String> problems) {
        this.files = files;
        this.environment = environment;
        this.problems = problems;
    }

    List<FlywaySettings> read() throws IOException {
        Set<Path> modules = new TreeSet<>(files.byFolder().keySet());
        modules.addAll(files.migrationFolders());
        modules.addAll(files.flywayInCode().keySet());
        for (Path module : modules) {
            tools.put(module, ToolSettings.of(texts(module), problems));
        }
        List<FlywaySettings> found = new ArrayList<>();
        for (Path module : modules) {
            addModule(module, found);
        }
        List<FlywaySettings> kept = new ArrayList<>();
        for (FlywaySettings settings : found) {
            if (!isOnlyInherited(settings, found)) {
                kept.add(settings);
            }
        }
        kept.sort(Comparator.comparing(FlywaySettings::folder)
                .thenComparing(FlywaySettings::runner)
                .thenComparing(settings -> settings.profile().orElse("")));
        return kept;
    }

    private Map<String, String> texts(Path module) {
        return files.byFolder().getOrDefault(module, Map.of());
    }

    private void addModule(Path module, List<FlywaySettings> found) {
        SpringSettings spring = SpringSettings.of(texts(module), environment, problems);
        ToolSettings tool = tools.getOrDefault(module, ToolSettings.of(Map.of(), new ArrayList<>()));
        boolean migrations = files.migrationFolders().contains(module);
        Origin code = files.flywayInCode().get(module);
        int before = found.size();
        boolean springRuns = (mentions(module, true) || !spring.isEmpty())
                && (migrations || tool.mentionsFlyway())
                && mentions(module, false)
                && code == null;
        if (spring.namesFlyway() || springRuns) {
            found.addAll(spring.settings(module));
        }
        if (tool.mavenPlugin() || (migrations && pluginAbove(module))) {
            Map<String, Setting> values = inheritedFromPoms(module);
            add(found, module, Runner.MAVEN, tool.pom(), List.of(tool.ofFile(), values));
        }
        if (tool.gradlePlugin()) {
            add(found, module, Runner.GRADLE, tool.gradle(), List.of(tool.ofFile(), tool.ofGradle()));
        }
        boolean byTool = found.stream()
                .skip(before)
                .anyMatch(settings -> settings.runner() == Runner.MAVEN || settings.runner() == Runner.GRADLE);
        if (tool.file().isPresent() && !byTool) {
            add(found, module, Runner.COMMAND_LINE, tool.file(), List.of(tool.ofFile()));
        }
        if (code != null || (migrations && found.size() == before)) {
            Optional<String> place = Optional.ofNullable(code).map(Origin::toString);
            found.add(new FlywaySettings(module, Runner.CODE, Optional.empty(), place, Map.of()));
        }
    }

    private void add(
            List<FlywaySettings> found,
            Path module,
            Runner runner,
            Optional<String> file,
            List<Map<String, Setting>> layers) {
        Map<String, Setting> values = new TreeMap<>();
        layers.forEach(values::putAll);
        values.putAll(ToolSettings.ofEnvironment(environment));
        found.add(new FlywaySettings(module, runner, Optional.empty(), file, values));
    }

    /** Whether this module's build, or one above it, has Spring Boot or Flyway. */
    private boolean mentions(Path module, boolean spring) {
        return above(module).stream().anyMatch(tool -> spring ? tool.mentionsSpring() : tool.mentionsFlyway());
    }

    private boolean pluginAbove(Path module) {
        return above(module).stream().anyMatch(ToolSettings::mavenPlugin);
    }

    private Map<String, Setting> inheritedFromPoms(Path module) {
        Map<String, Setting> values = new TreeMap<>();
        above(module).forEach(tool -> values.putAll(tool.ofMaven()));
        return values;
    }

    /** From the root's down to the module's own. */
    private List<ToolSettings> above(Path module) {
        List<ToolSettings> above = new ArrayList<>();
        tools.forEach((folder, tool) -> {
            if (module.startsWith(folder)) {
                above.add(tool);
            }
        });
        return above;
    }

    /** A parent's pom that only hands its plugin's settings down has no migrations of its own. */
    private static boolean isOnlyInherited(FlywaySettings settings, List<FlywaySettings> found) throws IOException {
        boolean others = found.stream()
                .anyMatch(other -> !other.folder().equals(settings.folder())
                        && other.folder().startsWith(settings.folder()));
        if (!others || settings.runner() == Runner.COMMAND_LINE) {
            return false;
        }
        for (Path folder : FlywayProject.folders(settings)) {
            if (FlywayProject.hasFiles(folder)) {
                return false;
            }
        }
        return true;
    }
}
