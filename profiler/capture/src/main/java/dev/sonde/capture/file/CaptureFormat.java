package dev.sonde.capture.file;

import dev.sonde.capture.file.ContainerReader.Header;
import org.jspecify.annotations.Nullable;

/** Whether a container is a capture that this version reads. */
public final class CaptureFormat {

    private CaptureFormat() {}

    /**
     * Why it is not, in words that follow the name of the file; null if it is.
     *
     * @param header null if there is none that is whole
     */
    public static @Nullable String problem(@Nullable Header header) {
        if (header == null) {
            return "not a Sonde capture: it does not start as an Avro container, or ends within the header";
        }
        String version = header.metadata().get(CaptureSchema.FORMAT_KEY);
        if (version == null) {
            return "not a Sonde capture: it is an Avro file, but not one of Sonde's";
        }
        if (!version.equals(Integer.toString(CaptureSchema.FORMAT_VERSION))) {
            return "capture format " + (version.matches("[0-9]{1,9}") ? version : "of a later version")
                    + ", but this version reads format " + CaptureSchema.FORMAT_VERSION + " only";
        }
        boolean known = CaptureSchema.JSON.equals(header.metadata().get("avro.schema"))
                && "deflate".equals(header.metadata().get("avro.codec"));
        return known ? null : "not a Sonde capture: its schema or codec is not that of format " + version;
    }
}
