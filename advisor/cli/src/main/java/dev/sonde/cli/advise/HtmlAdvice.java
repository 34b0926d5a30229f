package dev.sonde.cli.advise;

import dev.sonde.cli.html.HtmlPage;
import dev.sonde.cli.output.Json;
import dev.sonde.engine.advice.AdviceReport;
import java.util.List;

/** Advice as a page that holds the JSON. */
final class HtmlAdvice {

    private HtmlAdvice() {}

    static String of(AdviceReport advice) {
        return HtmlPage.of(
                "Sonde advice", Json.inScript(advice), "<main id=\"without-scripts\"></main>", List.of("advice.js"));
    }
}
