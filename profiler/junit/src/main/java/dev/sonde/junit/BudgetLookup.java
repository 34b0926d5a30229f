package dev.sonde.junit;

import dev.sonde.analysis.budget.Budget;
import dev.sonde.analysis.budget.BudgetFile;
import dev.sonde.analysis.budget.Limit;
import dev.sonde.analysis.text.VisibleLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the limits of a route. What is wrong with them is an {@link IllegalArgumentException} of one line. */
final class BudgetLookup {

    private static final int SHOWN_CHARS = 100;

    private BudgetLookup() {}

    static Limit limit(String name, String route) {
        Path file = find(Path.of("").toAbsolutePath(), Path.of(name));
        Budget budget;
        try {
            budget = BudgetFile.read(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("the budget cannot be read: " + e, e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
        Limit limit = budget.routes().get(route);
        if (limit == null) {
            throw new IllegalArgumentException(file + " has no budget for the route \""
                    + VisibleLine.shortened(route, SHOWN_CHARS)
                    + "\": name it as it stands there, or write it by sonde budget CAPTURE -o " + file);
        }
        return limit;
    }

    /** Tests of a module run in its folder, and the file may be the whole repository's. */
    private static Path find(Path from, Path name) {
        for (Path folder = from; folder != null; folder = folder.getParent()) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new IllegalArgumentException("there is no budget " + name + " in " + from
                + " or a folder above: write it by sonde budget CAPTURE -o " + name);
    }
}
