package dev.sonde.engine.size;

import java.util.Map;
import java.util.Set;

/**
 * How values of a type are stored.
 *
 * @param length in bytes, -1 if it varies
 * @param alignment in bytes; values that vary need it from 127 bytes on
 * @param equalImage whether equal values are equal bytes, so that a B-tree may merge duplicates ({@code
 *     btequalimage} in nbtutils.c)
 */
record TypeLayout(int length, int alignment, boolean equalImage) {

    private static final TypeLayout ENUM = new TypeLayout(4, 4, true);

    private static final Map<String, TypeLayout> FIXED = Map.ofEntries(
            Map.entry("boolean", new TypeLayout(1, 1, true)),
            Map.entry("\"char\"", new TypeLayout(1, 1, true)),
            Map.entry("smallint", new TypeLayout(2, 2, true)),
            Map.entry("integer", new TypeLayout(4, 4, true)),
            Map.entry("oid", new TypeLayout(4, 4, true)),
            Map.entry("date", new TypeLayout(4, 4, true)),
            Map.entry("real", new TypeLayout(4, 4, false)),
            Map.entry("bigint", new TypeLayout(8, 8, true)),
            Map.entry("money", new TypeLayout(8, 8, true)),
            Map.entry("double precision", new TypeLayout(8, 8, false)),
            Map.entry("timestamp without time zone", new TypeLayout(8, 8, true)),
            Map.entry("timestamp with time zone", new TypeLayout(8, 8, true)),
            Map.entry("time without time zone", new TypeLayout(8, 8, true)),
            Map.entry("time with time zone", new TypeLayout(12, 8, true)),
            Map.entry("interval", new TypeLayout(16, 8, false)),
            Map.entry("uuid", new TypeLayout(16, 1, true)),
            Map.entry("macaddr", new TypeLayout(6, 4, true)),
            Map.entry("point", new TypeLayout(16, 8, false)),
            Map.entry("box", new TypeLayout(32, 8, false)),
            Map.entry("circle", new TypeLayout(24, 8, false)),
            Map.entry("name", new TypeLayout(64, 1, true)));

    private static final Set<String> NOT_EQUAL_IMAGE =
            Set.of("numeric", "jsonb", "tsvector", "tsquery", "citext", "hstore", "record");

    private static final Set<String> OTHERS_THAT_VARY =
            Set.of("bytea", "inet", "cidr", "bit", "bit varying", "json", "xml", "jsonpath");

    /** Layout of a type as {@code format_type} gives it. */
    static TypeLayout of(String type) {
        String base = base(type);
        TypeLayout fixed = FIXED.get(base);
        return fixed != null ? fixed : new TypeLayout(-1, 4, !isNotEqualImage(base));
    }

    /** The same for a column whose values have that many bytes on average: an enum has the name of its own type. */
    static TypeLayout of(String type, int averageWidth) {
        TypeLayout layout = of(type);
        String base = base(type);
        boolean known = text(base) || isNotEqualImage(base) || OTHERS_THAT_VARY.contains(base);
        return layout.varies() && !known && averageWidth == ENUM.length() ? ENUM : layout;
    }

    private static String base(String type) {
        return type.replaceAll("\\([^)]*\\)", "").replaceAll(" {2,}", " ").strip();
    }

    private static boolean isNotEqualImage(String base) {
        return base.endsWith("[]") || base.endsWith("range") || NOT_EQUAL_IMAGE.contains(base);
    }

    boolean varies() {
        return length < 0;
    }

    static boolean text(String type) {
        return type.startsWith("text") || type.startsWith("character");
    }
}
