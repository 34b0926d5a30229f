package dev.sonde.sample.nplusone.scenario;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads of a service: some that work side by side, and one that serves request after request. */
public final class Workers implements AutoCloseable {

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final ExecutorService one = Executors.newSingleThreadExecutor();

    private Workers() {}

    public static Workers of(Service service) {
        return service.part(Workers.class, pool -> new Workers());
    }

    public ExecutorService threads() {
        return threads;
    }

    public ExecutorService one() {
        return one;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        one.shutdownNow();
    }
}
