package dev.sonde.shop;

import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.ShippingFigures;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;

/** A service in a process of its own that ships to a folder: one that ends by itself, and one whose target is full. */
final class ShippingService {

    private ShippingService() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Path target = Path.of(arguments[2]);
        StubDatabase database = new StubDatabase();
        Connection connection = Captured.connect(database, folder, "&sonde.detail=summary&sonde.ship-to=" + target);
        execute(connection);
        if (arguments[0].equals("full")) {
            CaptureSessions.running().get(0).flush(Duration.ofSeconds(10));
            ShippingFigures figures = await(true);
            System.out.println("first " + figures.shipped() + " " + figures.waiting() + " " + figures.lastFailure());
            execute(connection);
            int exit = new ProcessBuilder("mount", "-o", "remount,size=4m", target.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("the disk could not be made larger");
            }
            await(false);
            CaptureSessions.closeAll();
            ServiceProcess.say(database.executions(), Captured.end(target));
        }
        System.out.println("ended " + database.executions());
        // without closing anything: the shutdown hook has to do it
    }

    private static ShippingFigures await(boolean failed) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            ShippingFigures figures = CaptureSessions.running().get(0).status().shipping();
            if (failed ? figures.failures() > 0 : figures.shipped() > 0) {
                return figures;
            }
            if (System.nanoTime() - start > Duration.ofMinutes(1).toNanos()) {
                throw new IllegalStateException("in vain: " + figures);
            }
            Thread.sleep(20);
        }
    }

    private static void execute(Connection connection) throws Exception {
        for (int i = 0; i < 200; i++) {
            // texts that do not compress, so that the file is larger than the disk
            String columns = new java.util.Random(i)
                    .ints(60, 'a', 'z')
                    .collect(StringBuilder::new, (text, letter) -> text.append((char) letter), StringBuilder::append)
                    .toString();
            try (PreparedStatement select =
                    connection.prepareStatement("select " + columns + " from t" + i + " where b = ?")) {
                select.setLong(1, i);
                select.executeQuery().close();
            }
        }
    }
}
