package dev.sonde.junit;

import org.jspecify.annotations.Nullable;

/**
 * Profiles a piece of work on the current thread:
 *
 * <pre>{@code
 * Profile profile = Profiled.run(() -> orders.print());
 * profile.expectAtMost(3).expectNoNPlusOne();
 * }</pre>
 *
 * What the work hands to other threads counts if they take the unit of work along, see {@code UnitOfWork.wrap}. Within
 * another profile, as that of an annotated test, the work is a part of both. This class is threadsafe.
 */
public final class Profiled {

    private Profiled() {}

    /** Work that may throw. */
    public interface Work<E extends Exception> {
        void run() throws E;
    }

    /** Work with a result that may throw. */
    public interface Call<T extends @Nullable Object, E extends Exception> {
        T call() throws E;
    }

    /** Does the work; what it throws is thrown. */
    public static <E extends Exception> Profile run(Work<E> work) throws E {
        return call(() -> {
                    work.run();
                    return Boolean.TRUE; // NullAway takes no null for a type variable from a lambda
                })
                .profile();
    }

    /** Does the work; what it throws is thrown. */
    public static <T extends @Nullable Object, E extends Exception> ProfiledValue<T> call(Call<T, E> work) throws E {
        try (Recording recording = Recording.begin("profiled")) {
            T value = work.call();
            return new ProfiledValue<>(value, recording.end());
        }
    }
}
