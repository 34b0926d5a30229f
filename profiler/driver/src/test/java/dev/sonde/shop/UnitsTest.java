package dev.sonde.shop;

import static dev.sonde.shop.CapturedDatabase.all;
import static dev.sonde.shop.CapturedDatabase.executionsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.unit.TraceIds;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class UnitsTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String OTHER_TRACE = "00000000000000000000000000000001";

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    private final ExecutorService pool = Executors.newFixedThreadPool(3);

    @AfterEach
    void end() {
        pool.shutdown();
    }

    @Test
    void fanOutUnderOneOpenTelemetryTraceIsOneUnit() throws Exception {
        try (Scope scope = span(TRACE).makeCurrent()) {
            assertThat(scope).isNotNull();
            query(1);
            inParallel(Context.current()::wrap);
        }
        try (Scope scope = span(OTHER_TRACE).makeCurrent()) {
            assertThat(scope).isNotNull();
            query(5);
        }

        List<CaptureRecord> records = database.records();

        assertThat(all(records, Unit.class))
                .hasSize(2)
                .allSatisfy(unit -> assertThat(unit.kind()).isEqualTo("trace"));
        assertThat(unitsOf(records, TRACE)).hasSize(4);
        assertThat(unitsOf(records, OTHER_TRACE)).hasSize(1);
    }

    @Test
    void fanOutOfAnExplicitUnitIsPartOfItByTrace() throws Exception {
        try (UnitOfWork unit = UnitOfWork.open("GET /orders");
                Scope scope = span(TRACE).makeCurrent()) {
            assertThat(scope).isNotNull();
            query(1);
            inParallel(Context.current()::wrap);
            assertThat(unit.traceId()).isEmpty();
        }

        List<CaptureRecord> records = database.records();

        assertThat(all(records, Unit.class)).singleElement().satisfies(unit -> {
            assertThat(unit.kind()).isEqualTo("explicit");
            assertThat(unit.route()).isEqualTo("GET /orders");
            assertThat(unit.traceId()).isEqualTo(TRACE);
        });
        assertThat(unitsOf(records, TRACE)).hasSize(4);
    }

    @Test
    void fanOutThatTakesTheUnitAlongIsPartOfIt() throws Exception {
        try (UnitOfWork unit = UnitOfWork.open("job")) {
            query(1);
            inParallel(UnitOfWork::wrap);
            assertThat(UnitOfWork.current()).isSameAs(unit);
        }
        assertThat(pool.submit(UnitOfWork::current).get()).isNull();

        List<CaptureRecord> records = database.records();

        assertThat(all(records, Unit.class))
                .singleElement()
                .extracting(Unit::route)
                .isEqualTo("job");
        assertThat(executionsOf(records, "select $")).hasSize(4);
    }

    @Test
    void usesTheTraceOfTheLoggingContext() throws Exception {
        try (var closeable = org.slf4j.MDC.putCloseable("trace_id", TRACE)) {
            assertThat(closeable).isNotNull();
            query(1);
        }

        assertThat(unitsOf(database.records(), TRACE)).hasSize(1);
    }

    @Test
    void usesARegisteredSourceAndOutlivesOneThatThrows() throws Exception {
        Supplier<String> broken = () -> {
            throw new IllegalStateException("shut down");
        };
        Supplier<String> source = () -> TRACE;
        TraceIds.register(broken);
        TraceIds.register(source);
        try {
            query(1);
        } finally {
            TraceIds.unregister(broken);
            TraceIds.unregister(source);
        }

        assertThat(unitsOf(database.records(), TRACE)).hasSize(1);
    }

    @Test
    void aUnitClosedOnAnotherThreadLeavesThatThreadsOwnAlone() throws Exception {
        UnitOfWork unit = UnitOfWork.open("first");
        UnitOfWork kept = pool.submit(() -> {
                    try (UnitOfWork own = UnitOfWork.open("own")) {
                        unit.close();
                        return UnitOfWork.current() == own ? own : null;
                    }
                })
                .get();
        unit.close();

        assertThat(kept).isNotNull();
        assertThat(UnitOfWork.current()).isNull();
    }

    private void inParallel(UnaryOperator<Callable<Void>> propagation) throws Exception {
        List<Future<Void>> running = new ArrayList<>();
        for (int i = 2; i <= 4; i++) {
            int value = i;
            running.add(pool.submit(propagation.apply(() -> {
                query(value);
                return null;
            })));
        }
        for (Future<Void> query : running) {
            query.get();
        }
    }

    private void query(int value) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement select = connection.prepareStatement("select 42 where ? > 0")) {
            select.setInt(1, value);
            select.executeQuery().close();
        }
    }

    private static Span span(String trace) {
        return Span.wrap(
                SpanContext.create(trace, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault()));
    }

    private static List<Execution> unitsOf(List<CaptureRecord> records, String trace) {
        List<Long> units = all(records, Unit.class).stream()
                .filter(unit -> unit.traceId().equals(trace))
                .map(Unit::id)
                .toList();
        return executionsOf(records, "where $").stream()
                .filter(execution -> units.contains(execution.unit()))
                .toList();
    }
}
