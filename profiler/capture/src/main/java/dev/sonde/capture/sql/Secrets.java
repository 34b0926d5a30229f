package dev.sonde.capture.sql;

import dev.sonde.capture.sql.SqlLexer.Kind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Recognises statements that carry a secret, whose values must not even be kept as hashes. */
final class Secrets {
    private static final Set<Keyword> FUNCTIONS = EnumSet.range(Keyword.PGP_SYM_ENCRYPT, Keyword.SET_CONFIG);

    private Secrets() {}

    static boolean carriedBy(Tokens tokens, Verb verb) {
        if (verb.isUtility() && tokens.is(0, Keyword.COPY)) { // the program or file may name credentials
            return true;
        }
        if (inSetting(tokens)) {
            return true;
        }
        for (int i = 0; i < tokens.size(); i++) {
            Keyword keyword = tokens.keyword(i);
            if (keyword == null) {
                continue;
            }
            boolean clause = keyword == Keyword.PASSWORD || keyword == Keyword.CONNECTION || keyword == Keyword.OPTIONS;
            if (clause ? verb.isUtility() : FUNCTIONS.contains(keyword) && tokens.is(i + 1, '(')) {
                return true;
            }
        }
        return false;
    }

    /** Whether the text sets a parameter whose name says that its value is a secret: SET, ALTER SYSTEM or ROLE … SET. */
    static boolean inSetting(Tokens tokens) {
        int set = 0;
        if (tokens.is(0, Keyword.ALTER)) {
            while (set < Math.min(tokens.size(), 12) && !tokens.is(set, Keyword.SET)) {
                set++;
            }
        }
        if (!tokens.is(set, Keyword.SET)) {
            return false;
        }
        for (int i = set + 1; i < Math.min(tokens.size(), set + 8) && !isAssignment(tokens, i); i++) {
            boolean name = tokens.kind(i) == Kind.WORD || tokens.kind(i) == Kind.QUOTED;
            if (name && isSecret(tokens.text.substring(tokens.start(i), tokens.end(i)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSecret(String setting) {
        String name = setting.toLowerCase(Locale.ROOT);
        return name.contains("pass")
                || name.contains("secret")
                || name.contains("token")
                || name.contains("key")
                || name.contains("credential")
                || name.contains("conninfo")
                || name.contains("command"); // a program with its arguments
    }

    static boolean isAssignment(Tokens tokens, int index) {
        return tokens.is(index, '=') || tokens.is(index, Keyword.TO);
    }
}
