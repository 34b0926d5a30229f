package dev.sonde.spring.endpoint;

import dev.sonde.analysis.finding.Finding;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A finding as plain values, with the names of {@code sonde report --format json}. */
final class FindingView {

    private FindingView() {}

    static Map<String, @Nullable Object> of(Finding finding) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("rule", finding.rule());
        view.put("kind", finding.kind());
        view.put("verdict", finding.verdict().name());
        view.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        view.put("identity", finding.identity());
        view.put("service", finding.service());
        view.put("route", finding.route());
        view.put("fingerprint", finding.fingerprint());
        view.put("parent", finding.parent());
        view.put("loopFrame", finding.loopFrame());
        view.put("executions", finding.executions());
        view.put("units", finding.units());
        view.put("savedRoundTrips", finding.savedRoundTrips());
        view.put("message", finding.message());
        view.put("fix", finding.fix());
        view.put("location", location(finding.location()));
        view.put("evidence", finding.evidence());
        return view;
    }

    private static @Nullable Map<String, Object> location(Finding.@Nullable Location location) {
        if (location == null) {
            return null;
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("method", location.method());
        view.put("file", location.file());
        view.put("line", location.line());
        return view;
    }
}
