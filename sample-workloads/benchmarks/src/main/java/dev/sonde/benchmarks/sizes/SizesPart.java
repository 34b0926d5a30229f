package dev.sonde.benchmarks.sizes;

import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import dev.sonde.benchmarks.sizes.BuiltSizes.Built;
import dev.sonde.engine.server.PostgresHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** How far predicted sizes of indexes are from those of built ones, per kind, and HypoPG's beside them. */
public final class SizesPart {

    private static final double MEDIAN = 10;
    private static final double NEARLY_ALL = 30;
    private static final Path HYPOPG_HOME = Path.of("/usr/lib/postgresql/15");
    private static final Path HYPOPG = Path.of("/usr/share/postgresql/15/extension/hypopg.control");

    private SizesPart() {}

    /** Measures at length. */
    public static Section full(Consumer<String> progress) throws SQLException, IOException {
        return run(300_000, progress);
    }

    /** Shows that everything runs. */
    public static Section quick(Consumer<String> progress) throws SQLException, IOException {
        return run(15_000, progress);
    }

    private static Section run(int rows, Consumer<String> progress) throws SQLException, IOException {
        List<SizeCase> cases = SizeCases.all();
        List<Built> ours = BuiltSizes.of(PostgresHome.bundled(), cases, rows, false, progress);
        boolean installed = Files.exists(HYPOPG) && Files.isDirectory(HYPOPG_HOME);
        List<Built> theirs = installed
                ? BuiltSizes.of(
                        PostgresHome.at(HYPOPG_HOME),
                        cases.stream().filter(SizeCase::hypothetical).toList(),
                        rows,
                        true,
                        progress)
                : List.of();
        return section(rows, ours, theirs);
    }

    private static Section section(int rows, List<Built> ours, List<Built> theirs) {
        List<Built> trees =
                ours.stream().filter(built -> built.realHeight() >= 0).toList();
        long sameHeight = trees.stream()
                .filter(built -> built.realHeight() == built.predicted().height())
                .count();
        Section section = new Section("sizes", "Predicted sizes of indexes")
                .verdict(Target.atMost("size of an index, median error", MEDIAN, " %")
                        .judge(100 * quantile(ours, Built::error, 0.5)))
                .verdict(Target.atMost("size of an index, 95th percentile of the error", NEARLY_ALL, " %")
                        .judge(100 * quantile(ours, Built::error, 0.95)))
                .verdict(Target.atLeast("B-trees of the predicted height", 100, " %")
                        .judge(100.0 * sameHeight / trees.size()))
                .paragraph(Figures.count(ours.size()) + " indexes of all kinds, each predicted from the statistics of"
                        + " VACUUM ANALYZE alone and then built, over tables of " + Figures.count(rows) + ", "
                        + Figures.count(rows * 2 / 3) + ", " + Figures.count(rows / 3) + " and "
                        + Figures.count(rows / 5) + " rows. The error is the difference in pages over the pages of the"
                        + " built index. "
                        + (theirs.isEmpty()
                                ? "HypoPG is not installed."
                                : "HypoPG 1.3.1 on Debian's PostgreSQL 15 over the same data, where it takes the kind;"
                                        + " both errors of that run."))
                .table(
                        List.of(
                                "kind",
                                "indexes",
                                "median",
                                "95th percentile",
                                "ours on 15",
                                "HypoPG, median",
                                "HypoPG, 95th percentile"),
                        byKind(ours, theirs))
                .paragraph("Each index:")
                .table(List.of("index", "pages", "predicted", "error", "height", "predicted"), each(ours));
        return section;
    }

    private static List<List<String>> byKind(List<Built> ours, List<Built> theirs) {
        Map<String, List<Built>> kinds = new LinkedHashMap<>();
        ours.forEach(built -> kinds.computeIfAbsent(built.of().kind(), kind -> new ArrayList<>())
                .add(built));
        kinds.put("all", ours);
        List<List<String>> rows = new ArrayList<>();
        kinds.forEach((kind, built) -> {
            List<Built> beside = theirs.stream()
                    .filter(each -> kind.equals("all") || each.of().kind().equals(kind))
                    .toList();
            rows.add(List.of(
                    kind,
                    Integer.toString(built.size()),
                    Figures.percent(quantile(built, Built::error, 0.5)),
                    Figures.percent(quantile(built, Built::error, 0.95)),
                    beside.isEmpty() ? "" : Figures.percent(quantile(beside, Built::error, 0.5)),
                    beside.isEmpty() ? "" : Figures.percent(quantile(beside, Built::hypotheticalError, 0.5)),
                    beside.isEmpty() ? "" : Figures.percent(quantile(beside, Built::hypotheticalError, 0.95))));
        });
        return rows;
    }

    private static List<List<String>> each(List<Built> ours) {
        List<List<String>> rows = new ArrayList<>();
        for (Built built : ours) {
            boolean tree = built.realHeight() >= 0;
            rows.add(List.of(
                    "`" + built.of().definition().target().replace("public.", "") + "`",
                    Figures.count(built.realPages()),
                    Figures.count(built.predicted().pages()),
                    Figures.percent(built.error()),
                    tree ? Integer.toString(built.realHeight()) : "",
                    tree ? Integer.toString(built.predicted().height()) : ""));
        }
        return rows;
    }

    /** Between the two nearest values, in proportion. */
    private static double quantile(List<Built> built, ToDoubleFunction<Built> figure, double share) {
        double[] sorted = built.stream().mapToDouble(figure).sorted().toArray();
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = (int) Math.ceil(position);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
