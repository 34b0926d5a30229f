package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sonde.profiler.otel.SondeOpenTelemetry;
import dev.sonde.profiler.session.CaptureSessions;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The counts arrive in the real SDK of OpenTelemetry, and by real OTLP at whoever collects. */
class OpenTelemetryTest {

    private static final AttributeKey<String> STATEMENT = AttributeKey.stringKey("statement");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

    @TempDir
    private Path folder;

    private final StubDatabase database = new StubDatabase();

    @AfterEach
    void end() {
        CaptureSessions.closeAll();
        database.close();
    }

    @Test
    void eachExecutionIsInTheHistogramOfItsStatement() throws Exception {
        InMemoryMetricReader reader = InMemoryMetricReader.create();
        try (SdkMeterProvider provider =
                        SdkMeterProvider.builder().registerMetricReader(reader).build();
                SondeOpenTelemetry ours = SondeOpenTelemetry.register(
                        OpenTelemetrySdk.builder().setMeterProvider(provider).build())) {
            assertThat(ours).isNotNull();
            execute("&sonde.slow-threshold=0ms", "select a from t where b = ?", 300);
            execute("&sonde.slow-threshold=0ms", "select c from u where d = ?", 200);

            Map<String, MetricData> metrics = byName(reader.collectAllMetrics());

            Map<String, HistogramPointData> byStatement = new HashMap<>();
            get(metrics, "sonde.statements")
                    .getHistogramData()
                    .getPoints()
                    .forEach(point -> byStatement.put(point.getAttributes().get(STATEMENT), point));
            assertThat(byStatement).containsOnlyKeys("select t", "select u");
            assertThat(get(byStatement, "select t").getCount()).isEqualTo(300);
            assertThat(get(byStatement, "select u").getCount()).isEqualTo(200);
            assertThat(get(byStatement, "select t").getSum()).isPositive();
            assertThat(get(metrics, "sonde.statements").getUnit()).isEqualTo("s");
            assertThat(sum(get(metrics, "sonde.statements.slow"))).isEqualTo(500);
            assertThat(sum(get(metrics, "sonde.statement.errors"))).isZero();
            assertThat(sum(get(metrics, "sonde.written"))).isPositive();
            assertThat(metrics).containsKeys("sonde.overhead", "sonde.caller", "sonde.writer.cpu", "sonde.n.plus.one");
        }
    }

    @Test
    void countsDoNotFallWhenACaptureEndsAndDropsHaveTheirReason() throws Exception {
        InMemoryMetricReader reader = InMemoryMetricReader.create();
        try (SdkMeterProvider provider =
                        SdkMeterProvider.builder().registerMetricReader(reader).build();
                SondeOpenTelemetry ours = SondeOpenTelemetry.register(
                        OpenTelemetrySdk.builder().setMeterProvider(provider).build())) {
            assertThat(ours).isNotNull();
            try (Connection connection = Captured.connect(database, folder, "&sonde.detail=summary")) {
                execute(connection, "select a from t where b = ?", 100);
                flush();
                assertThat(byName(reader.collectAllMetrics())).containsKey("sonde.state");
            }
            CaptureSessions.closeAll();
            try (Connection connection = Captured.connect(database, folder, "&sonde.detail=summary")) {
                execute(connection, "select a from t where b = ?", 50);
                flush();
                Map<String, MetricData> metrics = byName(reader.collectAllMetrics());

                assertThat(get(metrics, "sonde.drops").getLongSumData().getPoints())
                        .extracting(point -> point.getAttributes().get(REASON))
                        .containsExactly("summary");
                assertThat(sum(get(metrics, "sonde.drops"))).isEqualTo(150 - 2 * 3);
                assertThat(get(metrics, "sonde.statements")
                                .getHistogramData()
                                .getPoints()
                                .iterator()
                                .next()
                                .getCount())
                        .isEqualTo(150);
            }
        }
    }

    @Test
    void statementsBeyondTheLimitAreOneTimeSeriesAndHistogramsMayBeExponential() throws Exception {
        InMemoryMetricReader reader = InMemoryMetricReader.create();
        try (SdkMeterProvider provider = SdkMeterProvider.builder()
                        .registerMetricReader(reader)
                        .registerView(
                                InstrumentSelector.builder()
                                        .setType(InstrumentType.HISTOGRAM)
                                        .build(),
                                View.builder()
                                        .setAggregation(Aggregation.base2ExponentialBucketHistogram())
                                        .build())
                        .build();
                SondeOpenTelemetry ours = SondeOpenTelemetry.register(
                        OpenTelemetrySdk.builder().setMeterProvider(provider).build(), 10)) {
            assertThat(ours).isNotNull();
            try (Connection connection = Captured.connect(database, folder)) {
                for (int i = 0; i < 1000; i++) {
                    execute(connection, "select c" + i + " from t" + i + " where b = ?", 1);
                }
            }
            CaptureSessions.closeAll();

            Collection<ExponentialHistogramPointData> points = get(
                            byName(reader.collectAllMetrics()), "sonde.statements")
                    .getExponentialHistogramData()
                    .getPoints();

            assertThat(points).hasSize(11);
            assertThat(points.stream()
                            .mapToLong(ExponentialHistogramPointData::getCount)
                            .sum())
                    .isEqualTo(1000);
            assertThat(points.stream()
                            .filter(point ->
                                    "other".equals(point.getAttributes().get(STATEMENT)))
                            .mapToLong(ExponentialHistogramPointData::getCount)
                            .sum())
                    .isEqualTo(990);
        }
    }

    @Test
    void nothingIsCountedAfterItWasClosed() throws Exception {
        InMemoryMetricReader reader = InMemoryMetricReader.create();
        try (SdkMeterProvider provider =
                SdkMeterProvider.builder().registerMetricReader(reader).build()) {
            SondeOpenTelemetry ours = SondeOpenTelemetry.register(
                    OpenTelemetrySdk.builder().setMeterProvider(provider).build());
            ours.close();
            execute("", "select a from t where b = ?", 10);

            assertThat(reader.collectAllMetrics()).isEmpty();
        }
    }

    @Test
    void aCollectorUnderstandsWhatIsSentByOtlp() throws Exception {
        List<ExportMetricsServiceRequest> requests = new CopyOnWriteArrayList<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/metrics", exchange -> {
            requests.add(ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody()));
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        OtlpHttpMetricExporter exporter = OtlpHttpMetricExporter.builder()
                .setEndpoint("http://localhost:" + collector.getAddress().getPort() + "/v1/metrics")
                .build();
        try (SdkMeterProvider provider = SdkMeterProvider.builder()
                        .registerMetricReader(PeriodicMetricReader.builder(exporter)
                                .setInterval(Duration.ofDays(1))
                                .build())
                        .build();
                SondeOpenTelemetry ours = SondeOpenTelemetry.register(
                        OpenTelemetrySdk.builder().setMeterProvider(provider).build())) {
            assertThat(ours).isNotNull();
            execute("", "select a from t where b = ?", 250);

            assertThat(provider.forceFlush().join(30, TimeUnit.SECONDS).isSuccess())
                    .isTrue();
            await().until(() -> !requests.isEmpty());
        } finally {
            collector.stop(0);
        }

        Map<String, Metric> sent = requests.get(0).getResourceMetrics(0).getScopeMetrics(0).getMetricsList().stream()
                .collect(Collectors.toMap(Metric::getName, metric -> metric));
        HistogramDataPoint times = get(sent, "sonde.statements").getHistogram().getDataPoints(0);
        assertThat(times.getCount()).isEqualTo(250);
        assertThat(times.getBucketCountsList().stream().mapToLong(n -> n).sum()).isEqualTo(250);
        assertThat(times.getExplicitBoundsList()).contains(0.05, 10.0);
        assertThat(times.getAttributesList())
                .extracting(attribute -> attribute.getKey())
                .containsExactlyInAnyOrder("fingerprint", "statement");
        assertThat(get(sent, "sonde.statement.errors").getSum().getIsMonotonic())
                .isTrue();
    }

    private static void flush() {
        assertThat(CaptureSessions.running().get(0).flush(Duration.ofSeconds(30)))
                .isTrue();
    }

    private static Map<String, MetricData> byName(Collection<MetricData> metrics) {
        return metrics.stream().collect(Collectors.toMap(MetricData::getName, metric -> metric));
    }

    private static <T> T get(Map<String, T> known, String name) {
        return Objects.requireNonNull(known.get(name), name);
    }

    private static long sum(MetricData metric) {
        return metric.getLongSumData().getPoints().stream()
                .mapToLong(LongPointData::getValue)
                .sum();
    }

    /** The counts reach the meters with the capture's aggregates, which its end makes it write. */
    private void execute(String settings, String sql, int times) throws SQLException {
        try (Connection connection = Captured.connect(database, folder, settings)) {
            execute(connection, sql, times);
            flush();
        }
    }

    private static void execute(Connection connection, String sql, int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setLong(1, i);
                select.executeQuery().close();
            }
        }
    }
}
