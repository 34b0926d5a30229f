package dev.sonde.benchmarks.selection;

import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import dev.sonde.engine.advice.Exclusions;
import dev.sonde.engine.advice.VerifiedRounds;
import dev.sonde.engine.advice.VerifiedRounds.Round;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.size.IndexSizeModel;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.verify.AdviceVerifier;
import dev.sonde.engine.verify.Verification;
import dev.sonde.engine.verify.VerifyOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sets of equal real size, built and executed: a peer's, and what we choose on the plan twin within the bytes that the
 * peer's takes once it is built, as it is and as {@code sonde advise --verify} would have it.
 */
final class RealBytes {

    static final int RUNS = 3;

    private final TpchServer server;
    private final CatalogSnapshot snapshot;
    private final List<String> statements;
    private final Consumer<String> progress;
    private final List<Verification.Subject> subjects = new ArrayList<>();
    private final List<IndexDefinition> candidates;

    RealBytes(TpchServer server, CatalogSnapshot snapshot, List<String> statements, Consumer<String> progress) {
        this.server = server;
        this.snapshot = snapshot;
        this.statements = statements;
        this.progress = progress;
        this.candidates = Permutations.of(snapshot, statements, 2);
        for (String statement : statements) {
            subjects.add(new Verification.Subject(String.valueOf(subjects.size()), statement, 1));
        }
    }

    /** A peer's set. */
    record Other(String by, long megabytes, List<IndexDefinition> set) {}

    /** What a set that was built did. */
    private record Measured(
            List<IndexDefinition> set, Referee.Judgement judgement, List<Verification.Measured> statements) {
        double total() {
            return statements.stream()
                    .mapToDouble(Verification.Measured::afterMillis)
                    .sum();
        }

        long slower() {
            return statements.stream()
                    .filter(Verification.Measured::isRegression)
                    .count();
        }
    }

    void run(Section section, List<Other> others) throws SQLException {
        try (Connection connection = server.connect()) {
            AdviceVerifier verifier = new AdviceVerifier(
                    connection,
                    new VerifyOptions(Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofSeconds(3), RUNS));
            Measured without = measure(verifier, List.of());
            List<List<String>> rows = new ArrayList<>();
            rows.add(row("no further index", without, without));
            Map<List<IndexDefinition>, Measured> theirs = new LinkedHashMap<>();
            double worst = 0;
            long slower = 0;
            for (Other other : others) {
                Measured their = theirs.get(other.set());
                if (their == null) {
                    their = measure(verifier, other.set());
                    theirs.put(other.set(), their);
                }
                String budget = other.megabytes() + " MB of HypoPG's";
                rows.add(row(other.by() + ", " + budget, their, without));
                progress.accept(String.join(" | ", rows.get(rows.size() - 1)));
                VerifiedRounds<List<IndexDefinition>> rounds =
                        rounds(verifier, their.judgement().bytes());
                String bytes = "the bytes of " + other.by() + " at " + budget;
                rows.add(row(
                        "Sonde unverified, " + bytes, unverified(rounds.all().get(0)), without));
                progress.accept(String.join(" | ", rows.get(rows.size() - 1)));
                Measured our = measure(verifier, rounds.best().verification().standing());
                rows.add(row("Sonde, " + bytes, our, without));
                progress.accept(String.join(" | ", rows.get(rows.size() - 1)));
                worst = Math.max(worst, our.total() / their.total());
                slower += our.slower();
            }
            section.verdict(Target.atMost("execution time at equal real bytes over a peer's, worst", 1, " ×")
                    .judge(worst));
            section.verdict(Target.atMost("statements more than 5 % and 1 ms slower than without our set", 0, "")
                    .judge(slower));
            section.table(
                    List.of("set", "indexes", "real MB", "cost, real indexes, %", "seconds", "statements slower"),
                    rows);
        }
    }

    private VerifiedRounds<List<IndexDefinition>> rounds(AdviceVerifier verifier, long bytes) throws SQLException {
        return VerifiedRounds.of(
                rejected -> choice(bytes, rejected),
                set -> verifier.verify(set, List.of(), subjects),
                VerifiedRounds.MAX_ROUNDS);
    }

    private Measured unverified(Round<List<IndexDefinition>> first) throws SQLException {
        return new Measured(
                first.choice(),
                new Referee(server, statements).real(first.choice()),
                first.verification().withAll());
    }

    private List<IndexDefinition> choice(long bytes, Exclusions without) {
        List<IndexDefinition> others = new ArrayList<>(candidates);
        others.removeIf(without::contains);
        try (PlanTwin twin = PlanTwin.start(snapshot, TpchServer.home())) {
            Choice choice = new Choice(
                    snapshot,
                    twin,
                    statements,
                    others,
                    definition -> IndexSizeModel.of(
                            snapshot.table(definition.table()).orElseThrow(),
                            definition,
                            1,
                            snapshot.serverVersionNumber()),
                    List.of(bytes));
            return choice.answers().get(0).set();
        } catch (NotPlannableException e) {
            throw new IllegalStateException("a statement of TPC-H is not planned", e);
        }
    }

    private Measured measure(AdviceVerifier verifier, List<IndexDefinition> set) throws SQLException {
        return new Measured(
                set,
                new Referee(server, statements).real(set),
                verifier.verify(set, List.of(), subjects).withAll());
    }

    private static List<String> row(String name, Measured measured, Measured without) {
        return List.of(
                name,
                String.valueOf(measured.set().size()),
                Figures.of(measured.judgement().bytes() / 1e6),
                String.format(Locale.ROOT, "%.2f", measured.judgement().percentOf(without.judgement())),
                Figures.of(measured.total() / 1e3),
                String.valueOf(measured.slower()));
    }
}
