package dev.sonde.migrations.convention;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A version as Flyway compares it: numbers of any length, trailing zero parts count for nothing. */
public record MigrationVersion(List<BigInteger> parts) implements Comparable<MigrationVersion> {

    public MigrationVersion {
        int end = parts.size();
        while (end > 0 && parts.get(end - 1).signum() == 0) {
            end--;
        }
        parts = List.copyOf(parts.subList(0, end));
    }

    /** Reads {@code 1}, {@code 001}, {@code 1.2}, {@code 1_2}: digits in parts divided by dots or underscores. */
    public static MigrationVersion parse(String text) {
        return new MigrationVersion(
                Arrays.stream(text.split("[._]")).map(BigInteger::new).toList());
    }

    @Override
    public int compareTo(MigrationVersion other) {
        for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
            int order = part(i).compareTo(other.part(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private BigInteger part(int index) {
        return index < parts.size() ? parts.get(index) : BigInteger.ZERO;
    }

    @Override
    public String toString() {
        return parts.isEmpty() ? "0" : parts.stream().map(BigInteger::toString).collect(Collectors.joining("."));
    }
}
