package dev.sonde.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.cli.output.Json;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/** The report for machines, as {@code docs/schema/report.schema.json} says. */
final class JsonReport {

    private JsonReport() {}

    static void write(Report report, Writer text) throws IOException {
        Json.write(report, text, severities());
    }

    /** Writes something that holds a report, for a page. */
    static void writeInScript(Object holder, Writer text) throws IOException {
        Json.writeInScript(holder, text, severities());
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
