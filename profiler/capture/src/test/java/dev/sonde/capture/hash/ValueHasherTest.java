package dev.sonde.capture.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValueHasherTest {
    private static final UUID SOME_UUID = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");

    private final ValueHasher hasher = ValueHasher.of("000102030405060708090a0b0c0d0e0f");

    static Arguments[] bindsAndServerTexts() {
        return new Arguments[] {
            Arguments.of(42, "42", "integer"),
            Arguments.of((short) -7, "-7", "smallint"),
            Arguments.of(Long.MIN_VALUE, "-9223372036854775808", "bigint"),
            Arguments.of(Long.MAX_VALUE, "9223372036854775807", "int8"),
            Arguments.of(new BigInteger("92233720368547758070"), "92233720368547758070", "numeric"),
            Arguments.of(new BigDecimal("42.10"), "42.1000", "numeric(10,4)"),
            Arguments.of(new BigDecimal("42.00"), "42", "numeric"),
            Arguments.of(new BigDecimal("1E+3"), "1000", "numeric"),
            Arguments.of(0.1, "0.1", "double precision"),
            Arguments.of(0.1f, "0.1", "real"),
            Arguments.of(Double.NaN, "NaN", "numeric"),
            Arguments.of(-0.0, "0", "float8"),
            Arguments.of(true, "t", "boolean"),
            Arguments.of(false, "f", "bool"),
            Arguments.of(SOME_UUID, SOME_UUID.toString(), "uuid"),
            Arguments.of(SOME_UUID.toString(), SOME_UUID.toString(), "uuid"),
            Arguments.of("active", "active", "character varying(20)"),
            Arguments.of(Thread.State.BLOCKED, "BLOCKED", "text"),
            Arguments.of('x', "x  ", "character(3)"),
            Arguments.of(new byte[] {1, (byte) 0xff}, "\\x01ff", "bytea"),
            Arguments.of(LocalDate.of(2026, 2, 3), "2026-02-03", "date"),
            Arguments.of(java.sql.Date.valueOf("2026-02-03"), "2026-02-03", "date"),
            Arguments.of(LocalTime.of(1, 2, 3, 4_000), "01:02:03.000004", "time without time zone"),
            Arguments.of(LocalDateTime.of(2026, 2, 3, 4, 5, 6), "2026-02-03 04:05:06", "timestamp without time zone"),
            Arguments.of(Instant.parse("2026-02-03T04:05:06.5Z"), "2026-02-03 06:05:06.5+02", "timestamptz"),
            Arguments.of(
                    OffsetDateTime.parse("2026-02-03T04:05:06+05:30"),
                    "2026-02-02 22:35:06+00",
                    "timestamp with time zone"),
            Arguments.of(
                    java.sql.Timestamp.from(Instant.parse("1960-01-01T00:00:00.123456Z")),
                    "1960-01-01 00:00:00.123456+00",
                    "timestamptz"),
        };
    }

    @ParameterizedTest
    @MethodSource("bindsAndServerTexts")
    void hashesABindAsTheServersTextOfTheSameValue(Object bind, String text, String type) {
        assertThat(hasher.hashObject(bind)).isEqualTo(hasher.hashText(text, type));
    }

    @Test
    void hashesANumberTheSameWhateverTypeCarriesIt() {
        Set<Integer> hashes = new HashSet<>();
        for (Object value : new Object[] {(byte) 42, 42, 42L, new BigDecimal("42.00"), BigInteger.valueOf(42), "42"}) {
            hashes.add(hasher.hashObject(value));
        }

        assertThat(hashes).containsExactly(hasher.hash(42L));
    }

    @Test
    void keepsTextsApartThatOnlyLookLikeNumbers() {
        assertThat(hasher.hash("042")).isNotEqualTo(hasher.hash(42L));
        assertThat(hasher.hash("-0")).isNotEqualTo(hasher.hash(0L));
        assertThat(hasher.hash("9223372036854775808")).isNotEqualTo(hasher.hash(Long.MAX_VALUE));
    }

    @Test
    void spreadsAMillionSequentialNumbersAsRandomOnesWould() {
        Set<Integer> hashes = new HashSet<>();
        for (long i = 0; i < 1_000_000; i++) {
            hashes.add(hasher.hash(i));
        }

        assertThat(hashes.size()).isBetween(999_700, 1_000_000); // the birthday bound gives about 116 collisions
    }

    @Test
    void spreadsAMillionTextsThatDifferInThreeCharactersAsRandomOnesWould() {
        Set<Integer> hashes = new HashSet<>();
        for (int i = 0; i < 1_000_000; i++) {
            char first = (char) (' ' + i % 100);
            char second = (char) (' ' + i / 100 % 100);
            char third = (char) (' ' + i / 10_000);
            hashes.add(hasher.hash("abc" + first + "abc" + second + "abc" + third));
        }

        assertThat(hashes.size()).isBetween(999_700, 1_000_000);
    }

    @Test
    void hashesEveryCharacterOfATextOfAnyLength() {
        Set<Integer> hashes = new HashSet<>();
        int texts = 0;
        for (int length = 0; length <= 20; length++) {
            String text = "x".repeat(length);
            hashes.add(hasher.hash(text));
            texts++;
            for (int at = 0; at < length; at++) {
                hashes.add(hasher.hash(text.substring(0, at) + "\uffff" + text.substring(at + 1)));
                texts++;
            }
        }

        assertThat(hashes).hasSize(texts);
    }

    @Test
    void hashesTextsAsFormat1DidWithAKeyOfFormat1() {
        ValueHasher old = ValueHasher.of(ValueHasher.ofFormat1(hasher.key()));

        assertThat(old.hash("active")).isEqualTo(203329872);
        assertThat(old.hash(42L)).isEqualTo(hasher.hash(42L));
        assertThat(old.hash("42")).isEqualTo(hasher.hash("42"));
        assertThat(old.key()).isEqualTo("1:" + hasher.key());
        assertThat(ValueHasher.ofFormat1("")).isEmpty();
    }

    @Test
    void dependsOnTheKey() {
        ValueHasher other = ValueHasher.of(ValueHasher.randomKey());

        assertThat(other.hash("secret")).isNotEqualTo(hasher.hash("secret"));
        assertThat(other.hash(1L)).isNotEqualTo(hasher.hash(1L));
    }

    @Test
    void rejectsAKeyThatIsNot32HexDigits() {
        assertThatThrownBy(() -> ValueHasher.of("00ff")).hasMessage("key must be 32 hex digits, but has 4 characters");
    }

    @Test
    void hashesArraysByTheirElements() {
        assertThat(hasher.hashObject(new long[] {1, 2})).isEqualTo(hasher.hashObject(new Integer[] {1, 2}));
        assertThat(hasher.hashObject(new long[] {1, 2})).isNotEqualTo(hasher.hashObject(new long[] {2, 1}));
    }

    @Test
    void doesNotExpandHugeExponents() {
        assertThat(hasher.hashObject(new BigDecimal("1E+1000000000"))).isNotZero();
    }

    @Test
    void keepsItsValuesAcrossReleases() {
        assertThat(hasher.hash(42L)).isEqualTo(GOLDEN_42);
        assertThat(hasher.hash("active")).isEqualTo(GOLDEN_ACTIVE);
        assertThat(ContentHash.of("select $1")).isEqualTo(GOLDEN_SELECT);
    }

    private static final int GOLDEN_42 = -443582395;
    private static final int GOLDEN_ACTIVE = -919335513;
    private static final long GOLDEN_SELECT = -2119152196719731156L;
}
