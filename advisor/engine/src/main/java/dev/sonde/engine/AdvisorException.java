package dev.sonde.engine;

import org.jspecify.annotations.Nullable;

/** The advisor cannot go on; the message says what was wrong, where, and what to do. */
public final class AdvisorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Whose doing it is; the command maps it to its exit status. */
    public enum Category {
        /** A file, an address or an option that cannot be used as given. */
        BAD_INPUT,
        /** No server, no permission, no room, no binaries. */
        ENVIRONMENT
    }

    private final Category category;

    private AdvisorException(Category category, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.category = category;
    }

    /** The user gave something that cannot be used. */
    public static AdvisorException badInput(String message, @Nullable Throwable cause) {
        return new AdvisorException(Category.BAD_INPUT, message, cause);
    }

    /** The surroundings lack something. */
    public static AdvisorException environment(String message, @Nullable Throwable cause) {
        return new AdvisorException(Category.ENVIRONMENT, message, cause);
    }

    /** Whose doing it is. */
    public Category category() {
        return category;
    }
}
