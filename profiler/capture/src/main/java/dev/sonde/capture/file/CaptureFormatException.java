package dev.sonde.capture.file;

import java.io.IOException;

/** The file is no capture, or one that this version cannot read. The message names the file and says why. */
public final class CaptureFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    CaptureFormatException(String message) {
        super(message);
    }
}
