package dev.sonde.analysis.budget;

/** A text is no budget. The message is one line and says where and why. */
public final class BudgetFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BudgetFormatException(String message) {
        super(message);
    }
}
