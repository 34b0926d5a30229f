package dev.sonde.engine.bind;

import dev.sonde.capture.hash.ValueHasher;

/** Recognises values by the hashes that the profiler writes. */
public final class HashedBinds {

    private HashedBinds() {}

    /**
     * The matcher for a capture.
     *
     * @param hashKey 32 hex digits; empty if the capture holds no binds
     */
    public static BindMatcher of(String hashKey) {
        if (hashKey.isEmpty()) {
            return BindMatcher.none();
        }
        ValueHasher hasher = ValueHasher.of(hashKey);
        return (hash, value, type) -> hasher.hashText(value, type) == hash;
    }
}
