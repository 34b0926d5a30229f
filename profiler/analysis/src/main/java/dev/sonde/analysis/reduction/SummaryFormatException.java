package dev.sonde.analysis.reduction;

import java.io.IOException;

/** The file is no summary, or one that cannot be used. The message names the file and says why. */
public final class SummaryFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    SummaryFormatException(String message) {
        super(message);
    }
}
