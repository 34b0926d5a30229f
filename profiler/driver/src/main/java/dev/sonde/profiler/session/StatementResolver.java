package dev.sonde.profiler.session;

import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.capture.sql.Slot;
import dev.sonde.capture.sql.SqlNormalizer;
import dev.sonde.profiler.event.BoundValues;
import dev.sonde.profiler.event.CapturedStatement;
import java.sql.Types;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Normalises each text once and keeps one statement per identifier, so that a service that writes literals into its
 * texts does not fill the memory: after {@value #MAX_STATEMENTS} statements, or {@value #MAX_CHARS} characters of them, new
 * ones are no longer remembered.
 */
final class StatementResolver {

    private static final int MAX_STATEMENTS = 20_000;
    private static final long MAX_CHARS = 8 << 20;

    private static final int[] NOTHING = new int[0];

    /** Where the parameters of a text stand in most texts, the first at the first position: one array for all of a length. */
    private static final int[][] IN_ORDER = IntStream.range(0, 33)
            .mapToObj(count -> IntStream.range(0, count).toArray())
            .toArray(int[][]::new);

    private final @Nullable ValueHasher hasher;
    private final boolean keepsLiterals;
    private final CapturedStatement other;
    private final Map<Long, ResolvedStatement> byId = new HashMap<>();
    private long chars;

    /**
     * @param keepsLiterals whether literals may enter samples
     * @param other counts the executions of statements beyond the limit
     */
    StatementResolver(@Nullable ValueHasher hasher, boolean keepsLiterals, CapturedStatement other) {
        this.hasher = hasher;
        this.keepsLiterals = keepsLiterals;
        this.other = other;
    }

    StatementText resolve(CapturedStatement captured) {
        if (captured.resolved instanceof StatementText known) {
            return known;
        }
        StatementText text = normalize(captured);
        captured.resolved = text;
        return text;
    }

    private StatementText normalize(CapturedStatement captured) {
        NormalizedSql normalized = SqlNormalizer.normalize(captured.sql());
        int count = normalized.masked() ? 0 : normalized.slots().size();
        int[] parameters = new int[count];
        boolean hasLiterals = normalized.slots().stream().anyMatch(slot -> slot.bindIndex() < 0);
        int[] literals = hasLiterals ? new int[count] : NOTHING;
        int[] literalTypes = hasLiterals ? new int[count] : NOTHING;
        boolean planned = !normalized.verb().isUtility();
        @Nullable Object[] literalValues = new @Nullable Object[keepsLiterals && planned && hasLiterals ? count : 0];
        for (int i = 0; i < count; i++) {
            Slot slot = normalized.slots().get(i);
            parameters[i] = slot.bindIndex();
            if (!hasLiterals) {
                continue;
            }
            literalTypes[i] = slot.jdbcType();
            Object literal = slot.literal();
            if (literalValues.length > 0) {
                literalValues[i] = literalOf(literal, slot.jdbcType());
            }
            literals[i] = hasher == null || literal == null ? 0 : hasher.hashObject(literal);
        }
        if (count < IN_ORDER.length && Arrays.equals(parameters, IN_ORDER[count])) {
            parameters = IN_ORDER[count];
        }
        ResolvedStatement statement = byId.get(normalized.id());
        if (statement == null) {
            boolean remembered = byId.size() < MAX_STATEMENTS && chars < MAX_CHARS;
            CapturedStatement counted = remembered ? counted(captured, normalized) : other;
            statement = new ResolvedStatement(normalized, captured, counted);
            if (remembered) {
                byId.put(normalized.id(), statement);
                chars += normalized.sql().length();
            }
            if (counted != captured && counted != other) {
                counted.resolved = new StatementText(statement, parameters, literals, literalTypes, literalValues);
            }
        }
        return new StatementText(statement, parameters, literals, literalTypes, literalValues);
    }

    /** A text that is not kept anywhere else, perhaps of megabytes, is not kept for its counts either. */
    private static CapturedStatement counted(CapturedStatement captured, NormalizedSql normalized) {
        return captured.interned() ? captured : new CapturedStatement(normalized.sql());
    }

    // As a service would bind it: an integer that fits is one. Long texts would never be kept, so they are let go
    private static @Nullable Object literalOf(@Nullable Object literal, int jdbcType) {
        if (literal instanceof Long number && jdbcType == Types.INTEGER) {
            return number.intValue();
        }
        return literal instanceof String text && text.length() > BoundValues.MAX_TEXT ? null : literal;
    }
}
