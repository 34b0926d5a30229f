package dev.sonde.migrations.plans;

import java.util.function.BiConsumer;

/** Runs the new files once more, on a server that has the schema before them. */
@FunctionalInterface
public interface Rerun {

    /**
     * Runs the files one after the other.
     *
     * @param afterEach told the path of each file that has run, and the server's address
     */
    void run(BiConsumer<String, String> afterEach);
}
