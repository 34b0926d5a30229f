package dev.sonde.profiler.jdbc;

import dev.sonde.profiler.settings.ProfilerSettings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A profiled JDBC URL taken apart.
 *
 * @param url what the other driver gets
 * @param settings parameters that begin with {@code sonde.}
 */
record SondeUrl(String url, Map<String, String> settings) {

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

    /** The URL without parameters, so without credentials. */
    String withoutParameters() {
        return withoutParameters(url);
    }

    static String withoutParameters(String url) {
        int question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }

    /** As a driver gives it in its metadata, less parameters and user information. */
    static String withoutCredentials(String url) {
        return withoutParameters(url).replaceFirst("//[^/@]*@", "//");
    }
}
