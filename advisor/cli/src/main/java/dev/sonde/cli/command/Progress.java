package dev.sonde.cli.command;

import dev.sonde.cli.output.Figures;
import java.time.Duration;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One line on a terminal that says how far something is: how much of how much, the rate, the time that is left. Nothing is
 * shown of what ends within a second, and nothing at all where messages do not go to a terminal.
 */
public final class Progress implements AutoCloseable {

    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(200);

    private final Console console;
    private final String what;
    private final long total;
    private final LongSupplier done;
    private final long started = System.nanoTime();
    /** Of what is counted in stages; null before the first of them. */
    private volatile @Nullable Stage stage;

    private final @Nullable Thread drawer;

    private record Stage(String name, long done, long total, long started) {}

    private Progress(Console console, String what, long total, LongSupplier done) {
        this.console = console;
        this.what = what;
        this.total = total;
        this.done = done;
        drawer = console.terminal().err() ? new Thread(this::draw, "progress") : null;
    }

    static Progress start(Console console, String what, long total, LongSupplier done) {
        Progress progress = new Progress(console, what, total, done);
        if (progress.drawer != null) {
            progress.drawer.setDaemon(true);
            progress.drawer.start();
        }
        return progress;
    }

    private void draw() {
        try {
            Thread.sleep(DELAY.toMillis());
            while (!Thread.currentThread().isInterrupted()) {
                String line = line();
                int room = console.terminal().columns() - 1;
                console.terminal()
                        .draw(console.err(), room > 0 && line.length() > room ? line.substring(0, room) : line);
                Thread.sleep(STEP.toMillis());
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    /**
     * Says how far a stage is that goes over all statements once; the rate is that of the stage. Quick, for any thread.
     *
     * @param name empty if nothing is counted now
     * @param all statements, 0 if they are not counted
     */
    public void stage(String name, long statements, long all) {
        Stage last = stage;
        long since = last != null && last.name().equals(name) && last.done() <= statements
                ? last.started()
                : System.nanoTime();
        stage = new Stage(name, statements, all, since);
    }

    private String line() {
        long now = System.nanoTime();
        Stage current = stage;
        if (current == null) {
            return line(what, done.getAsLong(), total, now - started);
        }
        if (current.name().isEmpty()) {
            return line(what, 0, 0, now - started);
        }
        return statements(what + ": " + current.name(), current.done(), current.total(), now - current.started());
    }

    /** What is shown of bytes. */
    static String line(String what, long done, long total, long nanos) {
        return line(what, done, total, nanos, Figures::bytes, "");
    }

    /** What is shown of statements. */
    static String statements(String what, long done, long total, long nanos) {
        return line(what, done, total, nanos, Figures::count, " statements");
    }

    private static String line(
            String what, long done, long total, long nanos, LongFunction<String> figure, String counted) {
        StringBuilder line = new StringBuilder("sonde: ").append(what);
        double seconds = nanos / 1e9;
        if (total > 0) {
            line.append("  ").append(Math.min(100, 100 * done / total)).append(" %");
        }
        if (done == 0) {
            return line.append("  ").append(time(seconds)).toString();
        }
        line.append("  ").append(figure.apply(done));
        if (total > 0) {
            line.append(" of ").append(figure.apply(total));
        }
        line.append(counted);
        double rate = done / seconds;
        line.append("  ").append(figure.apply(Math.round(rate))).append("/s");
        if (total > done) {
            line.append("  ").append(time((total - done) / rate)).append(" left");
        }
        return line.toString();
    }

    private static String time(double seconds) {
        long whole = Math.max(1, (long) Math.ceil(seconds));
        if (whole < 120) {
            return whole + " s";
        }
        return whole < 7_200
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3_600 + " h " + whole / 60 % 60 + " min";
    }

    @Override
    public void close() {
        if (drawer == null) {
            return;
        }
        drawer.interrupt();
        try {
            drawer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        console.terminal().clear(console.err());
    }
}
