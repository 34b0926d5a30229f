package dev.sonde.capture.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Statements as lists of pieces, and texts of them that differ only in what a fingerprint ignores. */
final class SqlGenerator {
    private static final String[] VALUES = {
        "?", "1", "-7", "'it''s'", "E'a\\'b'", "$$x$$", "$q$ ' $q$", "0x1F", "1.5e3", "U&'x'", "B'01'"
    };
    private static final String[] SPACES = {" ", "\n", "\t ", " /* c ' */ ", " -- c ?\n", " /* a /* b */ */ "};
    private static final String[] OPERATORS = {"=", "<>", "@>", "->>", "??", "||", "<->", "~*", "is distinct from"};

    private SqlGenerator() {}

    static List<String> statement(Random random) {
        List<String> pieces = new ArrayList<>(List.of("select", "c0", ",", "\"Quoted\"", "from", "t", "where"));
        int conditions = 1 + random.nextInt(4);
        for (int i = 0; i < conditions; i++) {
            if (i > 0) {
                pieces.add(random.nextBoolean() ? "and" : "or");
            }
            pieces.add("c" + random.nextInt(9));
            switch (random.nextInt(4)) {
                case 0 -> pieces.addAll(List.of("in", "(", "LIST", ")"));
                case 1 -> pieces.addAll(List.of("=", "any", "(", "array", "[", "LIST", "]", ")"));
                case 2 -> pieces.addAll(List.of("between", "VALUE", "and", "VALUE"));
                default -> pieces.addAll(List.of(OPERATORS[random.nextInt(OPERATORS.length)], "VALUE"));
            }
        }
        if (random.nextBoolean()) {
            pieces.addAll(List.of("limit", "NUMBER"));
        }
        return pieces;
    }

    static String render(List<String> pieces, Random random) {
        StringBuilder sql = new StringBuilder();
        for (String piece : pieces) {
            switch (piece) {
                case "VALUE" -> sql.append(value(random));
                case "NUMBER" -> sql.append(random.nextBoolean() ? "?" : Integer.toString(random.nextInt(100)));
                case "LIST" -> {
                    sql.append(value(random));
                    for (int i = random.nextInt(6); i > 0; i--) {
                        sql.append(',')
                                .append(SPACES[random.nextInt(SPACES.length)])
                                .append(value(random));
                    }
                }
                default -> sql.append(piece.equals("select") && random.nextBoolean() ? "SELECT" : piece);
            }
            sql.append(SPACES[random.nextInt(SPACES.length)]);
        }
        return sql.toString();
    }

    private static String value(Random random) {
        return VALUES[random.nextInt(VALUES.length)];
    }
}
