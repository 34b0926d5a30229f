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
     * @param headerProblem why there is none
     */
    public static @Nullable String problem(@Nullable Header header, String headerProblem) {
        if (header == null) {
            return "not a Sonde capture: " + headerProblem;
        }
        String version = header.metadata().get(CaptureSchema.FORMAT_KEY);
        if (version == null) {
            return "not a Sonde capture: it is an Avro file, but not one of Sonde's";
        }
        String schema = schema(version);
        if (schema == null) {
            return "capture format " + printable(version) + ", but this version reads formats 1 and "
                    + CaptureSchema.FORMAT_VERSION + " only: use the sonde command of the profiler's version";
        }
        boolean known = schema.equals(header.metadata().get("avro.schema"))
                && "deflate".equals(header.metadata().get("avro.codec"));
        return known
                ? null
                : "not a Sonde capture: its schema or codec is not that of format " + version
                        + "; it may have been rewritten by another tool";
    }

    private static @Nullable String schema(String version) {
        return switch (version) {
            case "1" -> CaptureSchema.FORMAT_1_JSON;
            case "2" -> CaptureSchema.JSON;
            default -> null;
        };
    }

    private static String printable(String text) {
        return text.length() > 20 ? "of a later version" : text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
