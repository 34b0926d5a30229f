package dev.sonde.sample.agents.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Requests arrive at a fixed rate whether or not earlier ones have been answered. Above the bound of requests in
 * flight they wait here, keeping their intended time; above the bound of waiting ones they are counted as unserved.
 */
final class OpenModel {

    /** At 500 requests/s half a minute of a service that answers nothing. */
    private static final int MOST_WAITING = 16_384;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final LoadSettings settings;
    private final Mix mix;
    private final Variables variables;
    private final RandomGenerator random;
    private final HttpClient client;
    private final Recording recording = new Recording();

    private final Object lock = new Object();
    private final Queue<Arrival> waiting = new ArrayDeque<>();
    private final Map<Long, Arrival> inFlight = new HashMap<>();
    private boolean over;
    private long number;

    private record Arrival(long number, Mix.Entry entry, String path, long intended, boolean measured) {}

    OpenModel(LoadSettings settings, Mix mix, Variables variables, RandomGenerator random, ExecutorService threads) {
        this.settings = settings;
        this.mix = mix;
        this.variables = variables;
        this.random = random;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .executor(threads)
                .build();
    }

    static Map<String, Object> run(LoadSettings settings, Mix mix, Variables variables, RandomGenerator random) {
        ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "load");
            thread.setDaemon(true);
            return thread;
        });
        try {
            return new OpenModel(settings, mix, variables, random, threads).run();
        } finally {
            threads.shutdownNow();
        }
    }

    private Map<String, Object> run() {
        warmUp();
        long start = System.nanoTime();
        long end = start + settings.duration().toNanos();
        double interval = 1e9 / settings.rate();
        for (long i = 0; start + (long) (i * interval) < end; i++) {
            arriveAt(start + (long) (i * interval), true);
        }
        awaitAnswers(settings.drain());
        giveUpAll();
        return recording.summary(settings.rate(), start, settings.duration());
    }

    /** The rate rises evenly to the full one, and what has queued up meanwhile is answered before anything counts. */
    private void warmUp() {
        long start = System.nanoTime();
        double seconds = settings.warmUp().toNanos() / 1e9;
        // With the rate growing as r·t/T, the n-th arrival is due at sqrt(2·n·T/r).
        for (long i = 0; ; i++) {
            double due = Math.sqrt(2 * i * seconds / settings.rate());
            if (due >= seconds) {
                break;
            }
            arriveAt(start + (long) (due * 1e9), false);
        }
        awaitAnswers(settings.drain());
        synchronized (lock) {
            waiting.clear();
        }
    }

    private void arriveAt(long intended, boolean measured) {
        Mix.Entry entry = mix.pick(random);
        Arrival arrival = new Arrival(number++, entry, variables.fill(entry.target()), intended, measured);
        for (long left = intended - System.nanoTime(); left > 0; left = intended - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        arrive(arrival);
    }

    private void arrive(Arrival arrival) {
        synchronized (lock) {
            if (inFlight.size() >= settings.maxInFlight()) {
                if (waiting.size() < MOST_WAITING) {
                    waiting.add(arrival);
                } else {
                    giveUp(arrival);
                }
                return;
            }
            inFlight.put(arrival.number(), arrival);
        }
        send(arrival);
    }

    private void send(Arrival arrival) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.baseUrl() + arrival.path()))
                .method(arrival.entry().method(), HttpRequest.BodyPublishers.noBody())
                .timeout(TIMEOUT)
                .build();
        var unused = client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .whenComplete(
                        (response, failure) -> answered(arrival, failure != null || response.statusCode() >= 400));
    }

    private void answered(Arrival arrival, boolean failed) {
        long now = System.nanoTime();
        Arrival next = null;
        synchronized (lock) {
            if (over) {
                return;
            }
            inFlight.remove(arrival.number());
            if (arrival.measured()) {
                recording.answered(arrival.entry().route(), now - arrival.intended(), failed, now);
            }
            next = waiting.poll();
            if (next != null) {
                inFlight.put(next.number(), next);
            }
            lock.notifyAll();
        }
        if (next != null) {
            send(next);
        }
    }

    private void awaitAnswers(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        synchronized (lock) {
            while (!inFlight.isEmpty() || !waiting.isEmpty()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return;
                }
                try {
                    lock.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void giveUpAll() {
        synchronized (lock) {
            over = true;
            waiting.forEach(this::giveUp);
            inFlight.values().forEach(this::giveUp);
        }
    }

    private void giveUp(Arrival arrival) {
        if (arrival.measured()) {
            recording.unserved(arrival.entry().route(), System.nanoTime() - arrival.intended());
        }
    }
}
