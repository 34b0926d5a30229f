package dev.sonde.spring.endpoint;

import dev.sonde.profiler.session.CaptureStatus;
import dev.sonde.profiler.session.PoolFigures;
import dev.sonde.profiler.session.ShippingFigures;
import dev.sonde.profiler.session.StatementFigures;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A status as plain values, so that it reads the same whatever JSON library, or version of it, the service has. */
final class StatusView {

    private static final int MAX_STATEMENTS = 20;

    private StatusView() {}

    static Map<String, Object> of(CaptureStatus status) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("service", status.service());
        view.put("database", status.databaseUrl());
        view.put("folder", status.folder().toString());
        view.put("state", status.state());
        view.put("executions", status.executions());
        view.put("errors", status.errors());
        view.put("slow", status.slow());
        view.put("repeatedChildren", status.repeatedChildren());
        view.put("drops", new TreeMap<>(status.drops()));
        view.put("faults", status.faults());
        view.put("bytesWritten", status.bytesWritten());
        view.put("slowThreshold", status.slowThreshold().toString());
        view.put("overheadBudget", status.overheadBudget());
        view.put(
                "overhead", status.statementNanos() == 0 ? 0 : (double) status.callerNanos() / status.statementNanos());
        view.put("statementMillis", millis(status.statementNanos()));
        view.put("callerMillis", millis(status.callerNanos()));
        view.put("writerMillis", millis(status.writerNanos()));
        view.put("shipping", shipping(status.shipping()));
        view.put("pools", status.pools().stream().map(StatusView::pool).toList());
        view.put(
                "statements",
                status.statements().stream()
                        .limit(MAX_STATEMENTS)
                        .map(StatusView::statement)
                        .toList());
        return view;
    }

    private static Map<String, Object> shipping(ShippingFigures shipping) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("target", shipping.target());
        view.put("shipped", shipping.shipped());
        view.put("shippedBytes", shipping.shippedBytes());
        view.put("waiting", shipping.waiting());
        view.put("waitingBytes", shipping.waitingBytes());
        view.put("failures", shipping.failures());
        view.put("deleted", shipping.deleted());
        view.put("lastFailure", shipping.lastFailure());
        return view;
    }

    private static Map<String, Object> pool(PoolFigures pool) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("pool", pool.pool());
        view.put("active", pool.active());
        view.put("idle", pool.idle());
        view.put("pending", pool.pending());
        view.put("max", pool.max());
        view.put("leases", pool.leases());
        view.put("waitMillis", millis(pool.waitNanos()));
        view.put("usageMillis", millis(pool.usageNanos()));
        view.put("busyMillis", millis(pool.busyNanos()));
        view.put("timeouts", pool.timeouts());
        return view;
    }

    private static Map<String, Object> statement(StatementFigures statement) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("fingerprint", HexFormat.of().toHexDigits(statement.fingerprint()));
        view.put("sql", statement.sql());
        view.put("executions", statement.executions());
        view.put("errors", statement.errors());
        view.put("rows", statement.rows());
        view.put("slow", statement.slow());
        view.put("totalMillis", millis(statement.totalNanos()));
        view.put("maxMillis", millis(statement.maxNanos()));
        return view;
    }

    private static double millis(long nanos) {
        return nanos / 1000 / 1000.0;
    }
}
