package dev.sonde.migrations.writer;

import java.util.List;

/**
 * Why an index was advised, as the file's header says it.
 *
 * @param id short identifier of the advice, the same in every report
 * @param queries how many captured queries the index helps
 * @param figures what was estimated and what was measured, one line each, saying which it is
 */
public record Evidence(String id, int queries, List<String> figures) {
    public Evidence {
        figures = List.copyOf(figures);
    }
}
