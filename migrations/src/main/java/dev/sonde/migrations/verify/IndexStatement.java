package dev.sonde.migrations.verify;

import dev.sonde.migrations.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A statement that makes, renames or drops indexes or tables, read as far as names go.
 *
 * @param names of the indexes; of tables for {@link Kind#DROP_TABLE}
 * @param newName for {@link Kind#RENAME}, else empty
 * @param table of a new index
 * @param unique whether a new index is unique
 * @param target of a new index: its statement from {@code ON} to the end, else empty
 */
record IndexStatement(Kind kind, List<Name> names, String newName, Name table, boolean unique, String target) {

    /** What it does. */
    enum Kind {
        CREATE,
        RENAME,
        DROP,
        DROP_TABLE
    }

    /** A name as the catalog holds it; the schema is empty where the search path decides, the name where the server does. */
    record Name(String schema, String name) {
        static final Name NONE = new Name("", "");

        @Override
        public String toString() {
            return schema.isEmpty() ? name : schema + "." + name;
        }
    }

    IndexStatement {
        names = List.copyOf(names);
    }

    /** Reads the tokens of one statement, empty if it is of no such kind. */
    static Optional<IndexStatement> of(String text, List<SqlToken> tokens) {
        return new Reader(text, tokens).read();
    }

    private static final class Reader {
        private final String text;
        private final List<SqlToken> tokens;
        private int at;

        Reader(String text, List<SqlToken> tokens) {
            this.text = text;
            this.tokens = tokens;
        }

        Optional<IndexStatement> read() {
            if (skip("create")) {
                boolean unique = skip("unique");
                return skip("index") ? create(unique) : Optional.empty();
            }
            if (skip("drop")) {
                Kind kind = is("table") ? Kind.DROP_TABLE : Kind.DROP;
                if (!skip("table") && !skip("index")) {
                    return Optional.empty();
                }
                return Optional.of(new IndexStatement(kind, names(), "", Name.NONE, false, ""));
            }
            return skip("alter") && skip("index") ? rename() : Optional.empty();
        }

        private Optional<IndexStatement> create(boolean unique) {
            skip("concurrently");
            skipIfExists();
            String name = is("on") || at >= tokens.size() ? "" : identifier();
            if (!is("on")) {
                return Optional.empty();
            }
            int on = tokens.get(at++).start();
            skip("only");
            Name table = name();
            String target = text.substring(on, tokens.get(tokens.size() - 1).end());
            Name index = new Name(table.schema(), name);
            return Optional.of(new IndexStatement(Kind.CREATE, List.of(index), "", table, unique, target));
        }

        private Optional<IndexStatement> rename() {
            skipIfExists();
            Name old = name();
            if (!skip("rename") || !skip("to") || at >= tokens.size()) {
                return Optional.empty();
            }
            return Optional.of(new IndexStatement(Kind.RENAME, List.of(old), identifier(), Name.NONE, false, ""));
        }

        private List<Name> names() {
            skip("concurrently");
            skipIfExists();
            List<Name> names = new ArrayList<>();
            do {
                names.add(name());
            } while (skip(","));
            return names;
        }

        private Name name() {
            String first = at < tokens.size() ? identifier() : "";
            return skip(".") && at < tokens.size() ? new Name(first, identifier()) : new Name("", first);
        }

        private String identifier() {
            SqlToken token = tokens.get(at++);
            return token.kind() == SqlToken.Kind.QUOTED_IDENTIFIER
                    ? token.value()
                    : token.text().toLowerCase(Locale.ROOT);
        }

        private void skipIfExists() {
            if (skip("if")) {
                skip("not");
                skip("exists");
            }
        }

        private boolean skip(String word) {
            boolean found = is(word);
            at += found ? 1 : 0;
            return found;
        }

        private boolean is(String word) {
            return at < tokens.size() && tokens.get(at).is(word);
        }
    }
}
