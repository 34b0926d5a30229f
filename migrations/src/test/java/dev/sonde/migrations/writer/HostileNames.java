package dev.sonde.migrations.writer;

import dev.sonde.engine.index.SqlIdentifier;
import java.util.List;
import java.util.Random;

/** Names that PostgreSQL allows and that careless text generation would trip over, from a fixed seed. */
final class HostileNames {

    private static final List<String> PIECES = List.of(
            "\"",
            "'",
            "''",
            "\"\"",
            "$$",
            "$sonde$",
            "$sonde1$",
            "${x}",
            "${",
            "*/",
            "/*",
            "--",
            "\n",
            "\r\n",
            "\t",
            ";",
            "; drop table canary; --",
            "'); drop table canary; --",
            "\"; drop table canary; --",
            "\\",
            "\\'",
            "%",
            "%s",
            "ü",
            "表",
            "😀",
            "\u202E",
            "\u2028",
            "\u00A0",
            "\u0001",
            "\u001b[31m",
            "a",
            "B",
            "select",
            " ",
            ".",
            "?",
            "{fn now()}",
            ":x",
            "FP__x__",
            "E'",
            "U&\"",
            "0024",
            "\\0024",
            "$1",
            "(",
            ")",
            ",",
            "concurrently");

    private final Random random;

    HostileNames(long seed) {
        this.random = new Random(seed);
    }

    /** A name of 1 to 63 bytes, often exactly 63; the number makes it unique. */
    String next(int number) {
        StringBuilder name = new StringBuilder(Integer.toString(number, 36));
        if (random.nextBoolean()) {
            name.insert(0, piece());
        }
        int pieces = 1 + random.nextInt(8);
        for (int i = 0; i < pieces; i++) {
            String piece = piece();
            if (SqlIdentifier.bytes(name + piece) <= SqlIdentifier.MAX_BYTES) {
                name.append(piece);
            }
        }
        if (random.nextInt(4) == 0) {
            name.append("z".repeat(SqlIdentifier.MAX_BYTES - SqlIdentifier.bytes(name.toString())));
        }
        return name.toString();
    }

    private String piece() {
        return PIECES.get(random.nextInt(PIECES.size()));
    }
}
