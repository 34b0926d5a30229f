package dev.sonde.capture.hash;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keyed 32-bit hashes of bind values, literals, and values read from results. Equal values have equal hashes whichever
 * Java type carries them: {@code 42}, {@code 42L}, {@code 42.00} and the text {@code "42"} are one, and so are a UUID
 * and its lower-case text.
 *
 * <p>The hash hides values from those who do not have the key. The key is in the capture's header, so whoever holds
 * the file can enumerate a small domain (booleans, states, short numbers) and learn its values; large domains are
 * protected by the 32 bits alone, which many values share.
 *
 * <p>This class is immutable and threadsafe. Nothing is allocated for numbers, texts, UUIDs and booleans.
 */
public final class ValueHasher {
    private static final long STEP = 0x4f1bbcdcbfa53e0bL; // positive: see step
    private static final long TEXT = 0x2545f4914f6cdd1dL;
    private static final long UUID_TYPE = 0x5851f42d4c957f2dL;
    private static final long BOOLEAN = 0x14057b7ef767814fL;
    private static final long DOUBLE = 0x6c62272e07bb0142L;
    private static final long BYTES = 0x3c6ef372fe94f82bL;
    private static final long ARRAY = 0x1f83d9abfb41bd6bL;
    private static final long TIME = 0x510e527fade682d1L;
    private static final String FORMAT_1 = "1:";
    private static final String MAX_LONG = "9223372036854775807";
    private static final String MIN_LONG = "9223372036854775808";
    private static final int MAX_PLAIN_SCALE = 1_000;

    private final String key;
    private final long key0;
    private final long key1;
    private final boolean format1;

    private ValueHasher(String key, String hexKey) {
        this.key = key;
        this.key0 = Long.parseUnsignedLong(hexKey, 0, 16, 16);
        this.key1 = Long.parseUnsignedLong(hexKey, 16, 32, 16);
        this.format1 = key.startsWith(FORMAT_1);
    }

    /** The hasher of a key of 32 hex digits, or of one that {@link #ofFormat1} has marked. */
    public static ValueHasher of(String key) {
        String hexKey = key.startsWith(FORMAT_1) ? key.substring(FORMAT_1.length()) : key;
        if (hexKey.length() != 32 || !hexKey.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("key must be 32 hex digits, but has " + hexKey.length() + " characters");
        }
        return new ValueHasher(key, hexKey);
    }

    /** The key of a session in a capture of format 1, marked so that texts are hashed with it as they were there. */
    public static String ofFormat1(String hexKey) {
        return hexKey.isEmpty() ? hexKey : FORMAT_1 + hexKey;
    }

    /** A new key from a secure random source. */
    public static String randomKey() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public String key() {
        return key;
    }

    public int hash(long value) {
        return fold(mix(value ^ key0) + key1);
    }

    /** Whole text; the canonical text of a {@code long} or a UUID hashes as that value. */
    public int hash(String value) {
        return hashText(value);
    }

    public int hash(UUID value) {
        return hashUuid(value.getMostSignificantBits(), value.getLeastSignificantBits());
    }

    public int hash(boolean value) {
        return fold(mix((value ? 1 : 2) ^ key0 ^ BOOLEAN) + key1);
    }

    /** Integral values in the range of {@code long} hash as that integer, others by their bits. */
    public int hash(double value) {
        long integral = (long) value;
        if (integral == value && Math.abs(value) < 0x1p63) {
            return hash(integral);
        }
        return fold(mix(Double.doubleToLongBits(value) ^ key0 ^ DOUBLE) + key1);
    }

    /**
     * Hashes a value of any type that can be bound:
     *
     * <ul>
     *   <li>integers, integral BigDecimals: as {@code long}, beyond its range as their decimal text;
     *   <li>other BigDecimals: as plain decimal text without trailing zeros; Float is widened to Double;
     *   <li>CharSequence, Character, Enum (by name): as text;
     *   <li>date and time types: see {@link TemporalValues}, microseconds since 1970 or since midnight;
     *   <li>byte[]: by content; other Java arrays: by their elements in order;
     *   <li>pgjdbc's own value classes ({@code PGobject}): by {@code toString};
     *   <li>everything else, streams and {@code java.sql.Array} among them: by identity, since neither
     *       {@code toString} nor an accessor may be called that could reach the database.
     * </ul>
     *
     * SQL NULL has no hash; null is answered with 0.
     */
    public int hashObject(@Nullable Object value) {
        if (value == null) {
            return 0;
        } else if (value instanceof Number number) {
            return hashNumber(number);
        } else if (value instanceof CharSequence text) {
            return hashText(text);
        } else if (value instanceof UUID uuid) {
            return hash(uuid);
        } else if (value instanceof Boolean bool) {
            return hash(bool.booleanValue());
        } else if (value instanceof byte[] bytes) {
            return hashBytes(bytes);
        } else if (value instanceof Character character) {
            return hashText(character.toString());
        } else if (value instanceof Enum<?> constant) {
            return hashText(constant.name());
        } else if (value.getClass().isArray()) {
            return hashArray(value);
        } else if (value.getClass().getName().startsWith("org.postgresql.util.PG")) {
            return hashText(String.valueOf(value));
        }
        long micros = TemporalValues.micros(value);
        return micros == TemporalValues.NONE ? hash(System.identityHashCode(value)) : hashTime(micros);
    }

    /**
     * Hashes the server's text of a value, for instance a most-common value of {@code pg_stats}, so that it equals the
     * hash of the same value when bound.
     *
     * @param pgType type name as {@code format_type} or {@code pg_type.typname} give it, with or without a modifier
     */
    public int hashText(String value, String pgType) {
        try {
            return switch (TypeFamily.of(pgType)) {
                case NUMERIC -> hashDecimal(new BigDecimal(value));
                case FLOAT -> hash(Double.parseDouble(value));
                case REAL -> hash((double) Float.parseFloat(value));
                case BOOLEAN -> hash(value.startsWith("t"));
                case UUID -> hash(UUID.fromString(value));
                case BYTES -> hashBytes(HexFormat.of().parseHex(value, 2, value.length()));
                case PADDED -> hashText(value.stripTrailing());
                case DATE, TIME, TIMESTAMP -> hashTime(TemporalValues.parse(value));
                case TEXT -> hashText(value);
            };
        } catch (RuntimeException notOfThatForm) { // 'infinity', 'NaN', dates BC: special values keep their text
            return switch (value) {
                case "NaN" -> hash(Double.NaN);
                case "Infinity" -> hash(Double.POSITIVE_INFINITY);
                case "-Infinity" -> hash(Double.NEGATIVE_INFINITY);
                default -> hashText(value);
            };
        }
    }

    private int hashNumber(Number number) {
        if (number instanceof Double || number instanceof Float) {
            return hash(number.doubleValue());
        } else if (number instanceof BigDecimal decimal) {
            return hashDecimal(decimal);
        } else if (number instanceof BigInteger integer) {
            return integer.bitLength() < 64 ? hash(integer.longValue()) : hashText(integer.toString());
        }
        return hash(number.longValue());
    }

    private int hashDecimal(BigDecimal decimal) {
        BigDecimal value = decimal.stripTrailingZeros();
        if (Math.abs((long) value.scale()) > MAX_PLAIN_SCALE) { // 1e1000000000 must not become a text of that length
            return hashText(value.toString());
        }
        // hashText finds the integers in the range of long, so that they need no case here
        return hashText(value.toPlainString());
    }

    private int hashTime(long micros) {
        return fold(mix(micros ^ key0 ^ TIME) + key1);
    }

    private int hashUuid(long high, long low) {
        return fold(mix(mix(high ^ key0 ^ UUID_TYPE) + low) + key1);
    }

    private int hashBytes(byte[] bytes) {
        long hash = key0 ^ BYTES ^ bytes.length;
        for (byte b : bytes) {
            hash = (hash ^ b) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 29;
        }
        return fold(mix(hash) + key1);
    }

    private int hashArray(Object array) {
        int length = Array.getLength(array);
        long hash = key0 ^ ARRAY ^ length;
        for (int i = 0; i < length; i++) {
            hash = mix(hash ^ hashObject(Array.get(array, i)));
        }
        return fold(hash + key1);
    }

    private int hashText(CharSequence text) {
        int length = text.length();
        if (length > 0 && length <= 20 && isCanonicalLong(text)) {
            return hash(Long.parseLong(text, 0, length, 10));
        } else if (length == 36 && isCanonicalUuid(text)) {
            return hashUuid(
                    (Long.parseLong(text, 0, 8, 16) << 32)
                            | (Long.parseLong(text, 9, 13, 16) << 16)
                            | Long.parseLong(text, 14, 18, 16),
                    (Long.parseLong(text, 19, 23, 16) << 48) | Long.parseLong(text, 24, 36, 16));
        }
        long hash = key0 ^ TEXT ^ length;
        if (format1) {
            return fold(mix(byUnit(hash, text)) + key1);
        }
        int i = 0;
        for (; i <= length - 4; i += 4) {
            hash = step(
                    hash,
                    text.charAt(i)
                            | (long) text.charAt(i + 1) << 16
                            | (long) text.charAt(i + 2) << 32
                            | (long) text.charAt(i + 3) << 48);
        }
        if (i < length) {
            long rest = 0;
            for (int shift = 0; i < length; i++, shift += 16) {
                rest |= (long) text.charAt(i) << shift;
            }
            hash = step(hash, rest);
        }
        return fold(hash + key1);
    }

    /** Both halves of the unsigned product of 128 bits, so that each bit of four characters changes all others. */
    private static long step(long hash, long fourChars) {
        long word = hash ^ fourChars;
        return (word * STEP) ^ (Math.multiplyHigh(word, STEP) + ((word >> 63) & STEP));
    }

    private static long byUnit(long start, CharSequence text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    private static boolean isCanonicalLong(CharSequence text) {
        int start = text.charAt(0) == '-' ? 1 : 0;
        int digits = text.length() - start;
        if (digits == 0 || digits > 19 || (text.charAt(start) == '0' && (digits > 1 || start == 1))) {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return digits < 19 || isAtMost(text, start, start == 0 ? MAX_LONG : MIN_LONG);
    }

    private static boolean isAtMost(CharSequence text, int start, String limit) {
        for (int i = 0; i < limit.length(); i++) {
            int difference = text.charAt(start + i) - limit.charAt(i);
            if (difference != 0) {
                return difference < 0;
            }
        }
        return true;
    }

    private static boolean isCanonicalUuid(CharSequence text) {
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    private static long mix(long value) {
        return ContentHash.finish(value);
    }

    private static int fold(long state) {
        long hash = mix(state);
        return (int) (hash ^ (hash >>> 32));
    }
}
