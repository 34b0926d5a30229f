package dev.sonde.engine.advice;

import dev.sonde.engine.verify.Verification;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Choices of indexes that a clone judged, each made without what it had rejected of those before.
 *
 * @param all in their order, one at least; nothing is rejected in the last one unless it was the last that was allowed
 * @param <C> a choice
 */
public record VerifiedRounds<C>(List<Round<C>> all) {

    /** So many, as each builds indexes and runs statements. */
    public static final int MAX_ROUNDS = 5;

    public VerifiedRounds {
        all = List.copyOf(all);
    }

    /** A choice and what the clone said of it. */
    public record Round<C>(C choice, Verification verification) {}

    /**
     * Builds and measures.
     *
     * @param <C> a choice
     */
    @FunctionalInterface
    public interface Judge<C> {
        Verification verify(C choice) throws SQLException;
    }

    /**
     * Chooses and lets judge until nothing is rejected.
     *
     * @param chooser chooses without what was rejected before
     */
    public static <C> VerifiedRounds<C> of(Function<Exclusions, C> chooser, Judge<C> judge, int rounds)
            throws SQLException {
        List<Round<C>> all = new ArrayList<>();
        Exclusions rejected = Exclusions.NONE;
        do {
            C choice = chooser.apply(rejected);
            all.add(new Round<>(choice, judge.verify(choice)));
            rejected = rejected.with(last(all).verification());
        } while (!last(all).verification().rejected().isEmpty() && all.size() < rounds);
        return new VerifiedRounds<>(all);
    }

    /**
     * The round whose standing indexes saved most time; the last such. A later choice has others to make it up with, but may be
     * the poorer one for what they are.
     */
    public Round<C> best() {
        Round<C> best = all.get(0);
        for (Round<C> round : all) {
            if (round.verification().gain() >= best.verification().gain()) {
                best = round;
            }
        }
        return best;
    }

    private static <C> Round<C> last(List<Round<C>> rounds) {
        return rounds.get(rounds.size() - 1);
    }
}
