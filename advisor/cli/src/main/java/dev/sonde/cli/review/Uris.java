package dev.sonde.cli.review;

import java.nio.charset.StandardCharsets;

/** Paths as relative URI references. */
final class Uris {

    private static final String PLAIN = "-._~/!$&'()*+,;=@";

    private Uris() {}

    /** The path with all else than letters, digits and what a path may hold percent-encoded. */
    static String relative(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letter || PLAIN.indexOf(c) >= 0) {
                uri.append(c);
            } else {
                uri.append(String.format("%%%02X", (int) c));
            }
        }
        return uri.toString();
    }
}
