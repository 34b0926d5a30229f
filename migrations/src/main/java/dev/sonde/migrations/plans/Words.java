package dev.sonde.migrations.plans;

import dev.sonde.analysis.text.VisibleLine;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.migrations.trace.Preparation.Refused;
import dev.sonde.migrations.workload.CapturedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Statements and figures in words. */
final class Words {

    private static final int SHOWN = 3;
    private static final int SQL_CHARS = 120;

    private Words() {}

    /** The first few, and how many there are besides. */
    static <T> String list(List<T> items, Function<T, String> words) {
        List<String> shown = new ArrayList<>();
        items.stream().limit(SHOWN).forEach(item -> shown.add(words.apply(item)));
        if (items.size() > SHOWN) {
            shown.add("and " + (items.size() - SHOWN) + " more");
        }
        return String.join("; ", shown);
    }

    /** Text, service, call site and executions: {@code select … (billing, shop.Orders.find(Orders.java:42), 12 calls)}. */
    static String statement(CapturedStatement captured) {
        List<String> from = new ArrayList<>(captured.services());
        captured.statement().callSites().stream().limit(1).forEach(from::add);
        from.add(count(captured.statement().calls(), "call"));
        return VisibleLine.of(
                VisibleLine.shortened(captured.statement().sql(), SQL_CHARS) + " (" + String.join(", ", from) + ")");
    }

    static String costs(PlanChange change) {
        return statement(change.captured()) + ": " + cost(change.costBefore()) + " → " + cost(change.costAfter())
                + (change.planBefore().equals(change.planAfter()) ? "" : ", " + change.planAfter())
                + (change.newLookUps().isEmpty()
                        ? ""
                        : ", with a look-up by a new foreign key in "
                                + list(List.copyOf(change.newLookUps()), QualifiedName::toString));
    }

    /** {@code 3 captured statements}. */
    static String statements(int number) {
        return count(number, "captured statement");
    }

    /** {@code 3 captured statements cost}, {@code 1 captured statement planned with it costs}. */
    static String statementsCost(int number, String which) {
        return statements(number) + which + (number == 1 ? " costs" : " cost");
    }

    /** A refusal in the server's words, which may hold anything a name can. */
    static String refusal(CapturedStatement captured, Refused refused) {
        return statement(captured) + ": " + VisibleLine.of(refused.reason());
    }

    static String count(long number, String what) {
        return String.format(Locale.ROOT, "%,d %s", number, what) + (number == 1 ? "" : "s");
    }

    static String cost(double cost) {
        return String.format(Locale.ROOT, cost < 100 ? "%.1f" : "%,.0f", cost);
    }

    static String share(double part, double whole) {
        return whole > 0 ? String.format(Locale.ROOT, "%.1f %%", 100 * part / whole) : "0 %";
    }
}
