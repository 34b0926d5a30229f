package dev.sonde.capture.hash;

import java.util.Locale;

/** What the text of a PostgreSQL value has to be read as. */
enum TypeFamily {
    NUMERIC,
    FLOAT,
    REAL,
    BOOLEAN,
    UUID,
    BYTES,
    PADDED,
    DATE,
    TIME,
    TIMESTAMP,
    TEXT;

    static TypeFamily of(String pgType) {
        String name = pgType.toLowerCase(Locale.ROOT);
        int modifier = name.indexOf('(');
        String bare = modifier < 0 ? name : name.substring(0, modifier);
        return switch (bare) {
            case "smallint", "integer", "bigint", "int", "int2", "int4", "int8", "oid", "numeric", "decimal" -> NUMERIC;
            case "double precision", "float8" -> FLOAT;
            case "real", "float4" -> REAL;
            case "boolean", "bool" -> BOOLEAN;
            case "uuid" -> UUID;
            case "bytea" -> BYTES;
            case "character", "char", "bpchar" -> PADDED;
            case "date" -> DATE;
            default -> bare.startsWith("timestamp") ? TIMESTAMP : bare.startsWith("time") ? TIME : TEXT;
        };
    }
}
