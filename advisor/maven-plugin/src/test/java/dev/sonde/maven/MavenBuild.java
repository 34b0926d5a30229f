package dev.sonde.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A build by the Maven that runs this one, in a process of its own: it resolves the plugin from what the invoker plugin has
 * put together and all else from the local repository of this build. It runs in another folder than the project's, as an
 * IDE may do it.
 */
record MavenBuild(int status, String log) {

    private static final List<String> OF_BUILD_SERVERS = List.of(
            "GITHUB_BASE_REF",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
            "CHANGE_TARGET",
            "BITBUCKET_PR_DESTINATION_BRANCH",
            "SYSTEM_PULLREQUEST_TARGETBRANCH",
            "MAVEN_OPTS",
            "MAVEN_ARGS");

    /** In place of Central; a local repository has no checksums. */
    private static final String CENTRAL = """
            <id>central</id>
            <url>file://%s</url>
            <releases><enabled>true</enabled><checksumPolicy>ignore</checksumPolicy></releases>
            <snapshots><enabled>false</enabled></snapshots>
            """;

    static MavenBuild of(Path project, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path settings = Files.createTempFile("sonde-it", ".xml");
        Files.writeString(
                settings, """
                <settings>
                  <localRepository>%2$s</localRepository>
                  <profiles>
                    <profile>
                      <id>this-build</id>
                      <repositories><repository>%1$s</repository></repositories>
                      <pluginRepositories><pluginRepository>%1$s</pluginRepository></pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>this-build</activeProfile></activeProfiles>
                </settings>
                """.formatted(CENTRAL.formatted(property("local-repository")), property("repository")));
        List<String> command = new ArrayList<>(
                List.of(property("maven"), "-B", "-ntp", "-s", settings.toString(), "-f", project.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.resolve("..").toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeAll(OF_BUILD_SERVERS);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String log = process.inputReader().lines().collect(Collectors.joining("\n"));
            return new MavenBuild(process.waitFor(), log);
        } finally {
            Files.delete(settings);
        }
    }

    static String property(String name) {
        String value = System.getProperty("sonde.it." + name);
        if (value == null) {
            throw new IllegalStateException("sonde.it." + name + " is set by the build: run mvn verify");
        }
        return value;
    }
}
