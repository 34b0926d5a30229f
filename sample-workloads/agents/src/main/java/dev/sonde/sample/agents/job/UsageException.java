package dev.sonde.sample.agents.job;

/** Wrong arguments; the message says which and what to do. */
public final class UsageException extends RuntimeException {

    public UsageException(String message) {
        super(message);
    }
}
