package dev.sonde.profiler.event;

import dev.sonde.capture.hash.ValueHasher;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the parameters of one JDBC statement are set to: their hashes, their types and, in sessions that keep them, values. */
final class Parameters {

    private static final int MAX_POSITION = 65_535; // of the wire protocol
    private static final int[] NOTHING = new int[0];

    private final ValueHasher hasher;
    private final @Nullable BoundValues values;
    private int[] hashes = NOTHING;
    private int[] types = NOTHING;
    private int count;

    Parameters(ValueHasher hasher, boolean keepsValues) {
        this.hasher = hasher;
        this.values = keepsValues ? new BoundValues() : null;
    }

    /** A parameter was set; {@code position} counts from 1. */
    void set(int position, @Nullable Object value) {
        if (position < 1 || position > MAX_POSITION) {
            return;
        }
        set(position, 0, 0); // should the value's own methods throw
        set(position, hasher.hashObject(value), value == null ? 0 : BindType.of(value));
        if (values != null) {
            values.set(position, value);
        }
    }

    /** As {@link #set(int, Object)}, without boxing; {@code type} is a code of {@code java.sql.Types}. */
    void set(int position, long value, int type) {
        if (position < 1 || position > MAX_POSITION) {
            return;
        }
        set(position, hasher.hash(value), type);
        if (values != null) {
            values.set(position, type == java.sql.Types.BIGINT ? (Object) value : Integer.valueOf((int) value));
        }
    }

    private void set(int position, int hash, int type) {
        if (position > hashes.length) {
            int length = Math.max(position, Math.max(4, 2 * hashes.length));
            hashes = Arrays.copyOf(hashes, length);
            types = Arrays.copyOf(types, length);
        }
        count = Math.max(count, position);
        hashes[position - 1] = hash;
        if (type != 0) {
            types[position - 1] = type;
        }
    }

    /** All parameters were cleared. */
    void clear() {
        Arrays.fill(hashes, 0, count, 0);
        count = 0;
        if (values != null) {
            values.clear();
        }
    }

    /** Copies all to the event, and the types to its statement if that knows fewer of them. */
    void copyTo(ExecutionEvent event, CapturedStatement statement) {
        event.copyBinds(hashes, count);
        if (values != null) {
            event.values = values.copy();
        }
        if (count > statement.bindTypes().length) {
            statement.bindTypes(Arrays.copyOf(types, count));
        }
    }
}
