package dev.sonde.capture;

import java.util.AbstractList;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Hashes of binds as they are in the file, 0 for SQL NULL: a fifth of the memory of a list of boxed numbers. */
public final class BindHashes extends AbstractList<@Nullable Integer> implements RandomAccess {
    public static final BindHashes NONE = new BindHashes(new int[0]);

    private final int[] hashes;

    /** Takes the array as it is: it must not be changed any more. */
    public BindHashes(int[] hashes) {
        this.hashes = hashes;
    }

    /** As {@link #get}, without an object: 0 for SQL NULL. */
    int hash(int index) {
        return hashes[index];
    }

    @Override
    public @Nullable Integer get(int index) {
        int hash = hashes[index];
        return hash == 0 ? null : hash;
    }

    @Override
    public int size() {
        return hashes.length;
    }
}
