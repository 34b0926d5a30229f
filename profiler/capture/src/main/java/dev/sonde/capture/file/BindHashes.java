package dev.sonde.capture.file;

import java.util.AbstractList;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Hashes of binds as they are in the file, 0 for SQL NULL: a fifth of the memory of a list of boxed numbers. */
final class BindHashes extends AbstractList<@Nullable Integer> implements RandomAccess {
    static final BindHashes NONE = new BindHashes(new int[0]);

    private final int[] hashes;

    BindHashes(int[] hashes) {
        this.hashes = hashes;
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
