package dev.sonde.profiler.jdbc;

import dev.sonde.profiler.settings.ProfilerSettings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A profiled JDBC URL taken apart.
 *
 * @param url what the other driver gets
 * @param settings parameters that begin with {@code sonde.}
 */
record SondeUrl(String url, Map<String, String> settings) {

    private static final Pattern SCHEME =
            Pattern.compile("jdbc:(?:p6spy:)?[a-z0-9.+-]*:(?:thin:|oci:)?", Pattern.CASE_INSENSITIVE);
    private static final String HOST = "(?:[\\w.%-]*|\\[[\\w:.%]*])(?::\\d*)?";
    private static final Pattern HOSTS = Pattern.compile("//" + HOST + "(?:," + HOST + ")*(?:/|$)");

    static SondeUrl parse(String profiled) {
        String url = "jdbc:" + profiled.substring("jdbc:sonde:".length());
        int question = url.indexOf('?');
        if (question < 0) {
            return new SondeUrl(url, Map.of());
        }
        Map<String, String> settings = new LinkedHashMap<>();
        StringJoiner rest = new StringJoiner("&");
        for (String parameter : url.substring(question + 1).split("&")) {
            if (ProfilerSettings.isOurs(parameter)) {
                int equals = parameter.indexOf('=');
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                String value = equals < 0 ? "" : parameter.substring(equals + 1);
                settings.put(name, decoded(value));
            } else {
                rest.add(parameter);
            }
        }
        String base = url.substring(0, question);
        return new SondeUrl(rest.length() == 0 ? base : base + "?" + rest, settings);
    }

    /** A percent sign that begins no escape stands for itself, as in {@code sonde.overhead-budget=1%}. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noEscape) {
            return value;
        }
    }

    /** The URL without parameters and user information. */
    String withoutCredentials() {
        return withoutCredentials(url);
    }

    /**
     * A URL, also one that a driver gave in its metadata, with subprotocol, hosts, ports and the database's name and
     * nothing else: no parameters in any driver's form, no user information, and no piece of a password in which a
     * character was not escaped.
     */
    static String withoutCredentials(String url) {
        int end = url.length();
        for (int i = 0; i < end; i++) {
            if ("?;(&#".indexOf(url.charAt(i)) >= 0) {
                end = i;
            }
        }
        String rest = url.substring(0, end);
        Matcher scheme = SCHEME.matcher(rest);
        int start = scheme.lookingAt() ? scheme.end() : 0;
        int at = rest.lastIndexOf('@');
        String location = rest.substring(Math.max(start, at + 1));
        if (rest.startsWith("//", start) && at < 0 && !HOSTS.matcher(location).lookingAt()) {
            return rest.substring(0, start) + "//…"; // "//user:pass?word@host": what is left is no host
        }
        return rest.substring(0, start) + (at >= 0 && rest.startsWith("//", start) ? "//" : "") + location;
    }
}
