package dev.sonde.spark;

/** The user gave something that cannot be used; the message is one line that says what to do. */
final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInputException(String message) {
        super(message);
    }
}
