package dev.sonde.migrations.trace;

import java.util.List;

/** What the server says to a statement that a service sends. */
public sealed interface Preparation {

    /**
     * The server takes it.
     *
     * @param locks that it needs on views, the tables behind them, partitions and indexes; the strongest of each relation
     * @param typed whether with the types that the service's calls declare
     */
    record Accepted(List<HeldLock> locks, boolean typed) implements Preparation {
        public Accepted {
            locks = List.copyOf(locks);
        }
    }

    /**
     * The server refuses it.
     *
     * @param reason in the server's words, on one line
     * @param position of the fault in the statement, in characters from 1; 0 if the server names none
     */
    record Refused(String reason, int position) implements Preparation {}
}
