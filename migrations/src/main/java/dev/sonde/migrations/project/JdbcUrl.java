package dev.sonde.migrations.project;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JDBC URL says about the session; never its password.
 *
 * @param text with passwords masked
 * @param options after the question mark, by name in lower case, decoded
 */
public record JdbcUrl(String text, Map<String, String> options) {

    private static final Pattern PORT = Pattern.compile("//[^/?]*:(\\d{1,5})(?:[,/?]|$)");
    private static final Pattern SESSION_OPTION = Pattern.compile("(?:-c\\s*|--)([\\w.]+)=((?:\\\\.|[^\\s\\\\])*)");

    public JdbcUrl {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** Reads a URL as it stands in a file, unresolved placeholders and all. */
    public static JdbcUrl of(String url) {
        Map<String, String> options = new TreeMap<>();
        int query = url.indexOf('?');
        if (query >= 0) {
            for (String option : url.substring(query + 1).split("&", -1)) {
                int equals = option.indexOf('=');
                if (equals > 0 && !SettingKey.isSecret(option.substring(0, equals))) {
                    options.put(
                            option.substring(0, equals).toLowerCase(Locale.ROOT),
                            decoded(option.substring(equals + 1)));
                }
            }
        }
        return new JdbcUrl(masked(url), options);
    }

    /** A text with what may be a password in a URL replaced. */
    static String masked(String text) {
        return text.replaceAll("(?i)([?&][\\w.]*(?:password|secret|token)[\\w.]*=)[^&\\s]*", "$1***")
                .replaceAll("//([^/@:\\s]*):[^/@\\s]*@", "//$1:***@");
    }

    /** Whether it is a URL of PostgreSQL as far as can be told: an unresolved placeholder may be one. */
    public boolean mayBePostgres() {
        return text.isEmpty() || text.contains("${") || text.matches("jdbc:([a-z0-9]+:)*postgresql:.*");
    }

    /** Whether a part of it is only known where the service runs. */
    public boolean isUnresolved() {
        return text.contains("${");
    }

    /** Whether statements are sent by the simple query protocol. */
    public boolean isSimpleQueryMode() {
        return "simple".equals(options.get("preferquerymode"));
    }

    /** Port of the first host, if the URL names one. */
    public OptionalInt port() {
        Matcher port = PORT.matcher(text);
        return port.find() ? OptionalInt.of(Integer.parseInt(port.group(1))) : OptionalInt.empty();
    }

    /** The server's setting of this name from {@code options=-c name=value}. */
    public Optional<String> sessionSetting(String name) {
        Matcher setting = SESSION_OPTION.matcher(options.getOrDefault("options", ""));
        String value = null;
        while (setting.find()) {
            if (setting.group(1).equalsIgnoreCase(name)) {
                value = setting.group(2).replace("\\", "");
            }
        }
        return Optional.ofNullable(value);
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value; // a percent sign that is none of URL encoding
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
