package dev.sonde.benchmarks.competitor;

import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/**
 * OpenTelemetry's library instrumentation of JDBC; every span is recorded and handed in batches to an exporter that
 * counts and forgets, so the cost of sending them is left out, in its favour.
 */
final class OpenTelemetryJdbc implements Instrumentation {

    private final LongAdder spans = new LongAdder();
    private final OpenTelemetrySdk sdk;
    private final DataSource observed;

    OpenTelemetryJdbc(String url) {
        sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(new Forgetting()).build())
                        .build())
                .build();
        observed = JdbcTelemetry.create(sdk).wrap(new DriverManagerDataSource(url));
    }

    private final class Forgetting implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> batch) {
            spans.add(batch.size());
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @Override
    public Connection connect() throws SQLException {
        return observed.getConnection();
    }

    @Override
    public Seen finish() {
        sdk.close();
        return new Seen(spans.sum(), 0, 0, 0);
    }
}
