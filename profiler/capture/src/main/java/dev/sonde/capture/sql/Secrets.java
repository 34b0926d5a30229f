package dev.sonde.capture.sql;

import dev.sonde.capture.sql.SqlLexer.Kind;
import java.util.Locale;

/** Recognises statements that carry a secret, whose values must not even be kept as hashes. */
final class Secrets {
    private Secrets() {}

    static boolean carriedBy(Tokens tokens, Verb verb) {
        if (verb.isUtility() && tokens.is(0, Keyword.COPY)) { // the program or file may name credentials
            return true;
        }
        if (verb == Verb.SET && settingIsSecret(tokens)) {
            return true;
        }
        for (int i = 0; i < tokens.size(); i++) {
            Keyword keyword = tokens.keyword(i);
            if (keyword == null || keyword.ordinal() < Keyword.PASSWORD.ordinal()) {
                continue;
            }
            boolean clause = keyword == Keyword.PASSWORD || keyword == Keyword.CONNECTION || keyword == Keyword.OPTIONS;
            if (clause ? verb.isUtility() : isSecretFunction(keyword) && tokens.is(i + 1, '(')) {
                return true;
            }
        }
        return false;
    }

    /** Whether the value of a SET is a secret: its name says so. */
    static boolean settingIsSecret(Tokens tokens) {
        for (int i = 1; i < Math.min(tokens.size(), 8) && !isAssignment(tokens, i); i++) {
            if (tokens.kind(i) == Kind.WORD || tokens.kind(i) == Kind.QUOTED) {
                String name =
                        tokens.text.substring(tokens.start(i), tokens.end(i)).toLowerCase(Locale.ROOT);
                if (name.contains("password")
                        || name.contains("secret")
                        || name.contains("token")
                        || name.contains("key")
                        || name.contains("credential")) {
                    return true;
                }
            }
        }
        return false;
    }

    static boolean isAssignment(Tokens tokens, int index) {
        return tokens.is(index, '=') || tokens.is(index, Keyword.TO);
    }

    private static boolean isSecretFunction(Keyword keyword) {
        return keyword.ordinal() >= Keyword.PGP_SYM_ENCRYPT.ordinal()
                && keyword.ordinal() <= Keyword.SET_CONFIG.ordinal();
    }
}
