package dev.sonde.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.cli.output.Json;
import java.io.IOException;
import java.util.Locale;

/** The report for machines, as {@code docs/schema/report.schema.json} says. */
final class JsonReport {

    private JsonReport() {}

    static String of(Report report) {
        return Json.text(report, severities());
    }

    /** Something that holds a report, for a page. */
    static String inScript(Object holder) {
        return Json.inScript(holder, severities());
    }

    private static SimpleModule severities() {
        return new SimpleModule("severity").addSerializer(Finding.Severity.class, new LowerCase());
    }

    private static final class LowerCase extends JsonSerializer<Finding.Severity> {
        @Override
        public void serialize(Finding.Severity severity, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeString(severity.name().toLowerCase(Locale.ROOT));
        }
    }
}
