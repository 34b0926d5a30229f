package dev.sonde.cli.importing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server of another major, of the programs that are installed on this machine. */
final class InstalledServer implements AutoCloseable {

    private final Path home;
    private final Path folder;
    private final int port;

    private InstalledServer(Path home, Path folder, int port) {
        this.home = home;
        this.folder = folder;
        this.port = port;
    }

    /** Starts it in a folder of its own, which stays. */
    static InstalledServer start(Path home, Path folder, int port, Map<String, String> settings)
            throws IOException, InterruptedException {
        InstalledServer server = new InstalledServer(home, folder, port);
        server.run(
                "initdb", "-D", folder.toString(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N");
        StringBuilder conf = new StringBuilder("port = " + port + "\nunix_socket_directories = ''\nfsync = off\n");
        settings.forEach(
                (name, value) -> conf.append(name).append(" = '").append(value).append("'\n"));
        Files.writeString(folder.resolve("postgresql.auto.conf"), conf);
        server.run("pg_ctl", "-D", folder.toString(), "-w", "-s", "-l", folder + "/start.log", "start");
        return server;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolveSibling(program + ".out").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(program + ": " + Files.readString(folder.resolveSibling(program + ".out")));
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("pg_ctl", "-D", folder.toString(), "-m", "immediate", "-w", "-s", "stop");
    }
}
