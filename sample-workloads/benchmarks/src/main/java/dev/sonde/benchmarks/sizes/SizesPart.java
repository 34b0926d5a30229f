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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** How far predicted sizes of indexes are from those of built ones, per kind, and HypoPG's beside them. */
public final class SizesPart {

    private static final double MEDIAN = 10;
    private static final double NEARLY_ALL = 30;
    private static final int WORST = 10;
    private static final List<String> COLUMNS = List.of(
            "kind", "indexes", "median", "95th percentile", "ours on 15", "HypoPG, median", "HypoPG, 95th percentile");
    private static final Path HYPOPG_HOME = Path.of("/usr/lib/postgresql/15");
    private static final Path HYPOPG = Path.of("/usr/share/postgresql/15/extension/hypopg.control");

    private SizesPart() {}

    /** Measures at length. */
    public static Section full(Consumer<String> progress) throws SQLException, IOException {
        return run(300_000, 0.1, progress);
    }

    /** Shows that everything runs. */
    public static Section quick(Consumer<String> progress) throws SQLException, IOException {
        return run(15_000, 0.005, progress);
    }

    private static Section run(int rows, double scale, Consumer<String> progress) throws SQLException, IOException {
        Section section = new Section("sizes", "Predicted sizes of indexes");
        Shapes shapes = new Shapes(rows);
        Tpch tpch = new Tpch(scale);
        List<Built> ours = BuiltSizes.of(PostgresHome.bundled(), shapes, false, progress);
        List<Built> unseen = BuiltSizes.of(PostgresHome.bundled(), tpch, false, progress);
        verdicts(section, "", ours);
        verdicts(section, ", TPC-H", unseen);
        shapes(section, rows, ours, beside(shapes, progress));
        tpch(section, scale, unseen, beside(tpch, progress));
        return section.paragraph("Each index of all kinds:")
                .table(List.of("index", "pages", "predicted", "error", "height", "predicted"), each(ours));
    }

    /** The same on a server with HypoPG, empty where there is none. */
    private static List<Built> beside(BuiltSizes.Source source, Consumer<String> progress)
            throws SQLException, IOException {
        return Files.exists(HYPOPG) && Files.isDirectory(HYPOPG_HOME)
                ? BuiltSizes.of(PostgresHome.at(HYPOPG_HOME), source, true, progress)
                : List.of();
    }

    private static void verdicts(Section section, String of, List<Built> built) {
        List<Built> trees = trees(built);
        section.verdict(Target.atMost("size of an index, median error" + of, MEDIAN, " %")
                        .judge(100 * quantile(built, Built::error, 0.5)))
                .verdict(Target.atMost("size of an index, 95th percentile of the error" + of, NEARLY_ALL, " %")
                        .judge(100 * quantile(built, Built::error, 0.95)))
                .verdict(Target.atLeast("B-trees of the predicted height" + of, 100, " %")
                        .judge(100.0 * sameHeight(trees) / trees.size()));
    }

    private static List<Built> trees(List<Built> built) {
        return built.stream().filter(each -> each.realHeight() >= 0).toList();
    }

    private static long sameHeight(List<Built> trees) {
        return trees.stream()
                .filter(each -> each.realHeight() == each.predicted().height())
                .count();
    }

    private static void shapes(Section section, int rows, List<Built> ours, List<Built> theirs) {
        section.paragraph(Figures.count(ours.size()) + " indexes of all kinds, each predicted from the statistics of"
                        + " VACUUM ANALYZE alone and then built, over tables of " + Figures.count(rows) + ", "
                        + Figures.count(rows * 2 / 3) + ", " + Figures.count(rows / 3) + " and "
                        + Figures.count(rows / 5) + " rows. The error is the difference in pages over the pages of the"
                        + " built index. "
                        + (theirs.isEmpty()
                                ? "HypoPG is not installed."
                                : "HypoPG 1.3.1 on Debian's PostgreSQL 15 over the same data, where it takes the kind;"
                                        + " both errors of that run."))
                .paragraph("Of the columns `few` and `small` an object of CREATE STATISTICS counted the combinations:"
                        + " one follows from the other, which the statistics of columns do not tell.")
                .table(COLUMNS, byKind(ours, theirs));
    }

    private static void tpch(Section section, double scale, List<Built> ours, List<Built> theirs) {
        section.paragraph("TPC-H at scale " + Figures.of(scale) + ", on which nothing was fitted: B-trees on all"
                        + " columns that its 22 statements name, one or two of a table in every order, "
                        + Figures.count(ours.size()) + " in all, " + Figures.count(sameHeight(trees(ours)))
                        + " of the predicted height. No object of CREATE STATISTICS counts combinations here.")
                .table(COLUMNS, byKind(ours, theirs))
                .paragraph("Those that are furthest off, and those of another height:")
                .table(List.of("index", "pages", "predicted", "error", "height", "predicted"), each(worst(ours)));
    }

    private static List<Built> worst(List<Built> built) {
        List<Built> sorted = built.stream()
                .sorted(Comparator.comparingDouble(Built::error).reversed())
                .toList();
        return IntStream.range(0, sorted.size())
                .filter(i -> i < WORST
                        || sorted.get(i).realHeight()
                                != sorted.get(i).predicted().height())
                .mapToObj(sorted::get)
                .toList();
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
