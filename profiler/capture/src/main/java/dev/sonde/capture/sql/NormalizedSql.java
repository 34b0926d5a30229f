package dev.sonde.capture.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement without its values.
 *
 * @param sql the text with parameters {@code $1…$n}, without comments
 * @param id hash of {@code sql} and of which positions are literals
 * @param fingerprint hash of the collapsed tokens
 * @param slots one per parameter, {@code $1} first; if the text was cut, those that were kept
 * @param masked whether the statement carries a secret: neither its binds nor its literals may be kept, hashed or not
 * @param truncated whether the text was cut at {@link SqlNormalizer#MAX_LENGTH}
 */
public record NormalizedSql(
        String sql, long id, long fingerprint, List<Slot> slots, Verb verb, boolean masked, boolean truncated) {
    public NormalizedSql {
        slots = List.copyOf(slots);
    }

    /** Positions, from 1, that were literals. */
    public List<Integer> literalPositions() {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).isLiteral()) {
                positions.add(i + 1);
            }
        }
        return positions;
    }
}
