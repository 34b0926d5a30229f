package dev.sonde.sample.agents.job;

import org.jspecify.annotations.Nullable;

/** Something the job needs does not answer; the message says what. */
public final class EnvironmentException extends RuntimeException {

    public EnvironmentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
