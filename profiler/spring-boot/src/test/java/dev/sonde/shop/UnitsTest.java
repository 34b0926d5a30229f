package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import dev.sonde.profiler.UnitOfWork;
import dev.sonde.shop.Service.Executed;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskDecorator;
import org.springframework.jdbc.core.JdbcTemplate;

/** One service is asked everything, ended, and then read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnitsTest {

    private static final Set<String> DECORATED = ConcurrentHashMap.newKeySet();

    @TempDir
    private static Path folder;

    private List<Executed> executions = List.of();
    private String trace = "";

    @Configuration(proxyBeanMethods = false)
    @Import(Shop.class)
    static class Traced {

        @Bean
        Tracer tracer() {
            return new SimpleTracer();
        }

        @Bean
        TaskDecorator ownDecorator() {
            return task -> () -> {
                DECORATED.add(Thread.currentThread().getName());
                task.run();
            };
        }
    }

    @BeforeAll
    void askEverything() throws InterruptedException {
        try (Service service = Service.serve(Traced.class, folder)) {
            for (String path :
                    List.of("/orders/1", "/orders/2", "/orders/lines", "/callable", "/deferred", "/later", "/wrong")) {
                assertThat(service.get(path).status()).as(path).isEqualTo(200);
            }
            assertThat(service.get("/fails/s3cr3t").status()).isEqualTo(500);
            assertThat(service.send("BREW", "/orders/1", "").status()).isNotEqualTo(200);
            assertThat(service.bean(Shop.Jobs.class).tidied.await(20, TimeUnit.SECONDS))
                    .isTrue();
            receive(service);
            snapshot(service);
            span(service);
            executions = service.executions();
        }
    }

    @AfterAll
    void nothingIsLeftOnTheThread() {
        assertThat(UnitOfWork.current()).isNull();
    }

    /** As Spring's listener containers do around a message. */
    private static void receive(Service service) {
        ReceiverContext<Object> message = new ReceiverContext<>((carrier, key) -> null);
        message.setCarrier(new Object());
        Observation.createNotStarted("shop.listener", () -> message, service.bean(ObservationRegistry.class))
                .contextualName("orders receive")
                .observe(() -> {
                    service.bean(JdbcTemplate.class).queryForList("select 'message' from orders");
                });
    }

    private static void snapshot(Service service) throws InterruptedException {
        try (UnitOfWork unit = UnitOfWork.open("snapshot")) {
            ContextSnapshot snapshot = ContextSnapshotFactory.builder().build().captureAll();
            Thread thread = new Thread(snapshot.wrap(() -> {
                service.bean(JdbcTemplate.class).queryForList("select 'snapshot' from orders");
            }));
            thread.start();
            thread.join();
        }
    }

    private void span(Service service) throws InterruptedException {
        Tracer tracer = service.bean(Tracer.class);
        Thread thread = new Thread(() -> {
            var span = tracer.nextSpan().name("work").start();
            try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
                trace = span.context().traceId();
                service.bean(JdbcTemplate.class).queryForList("select 'span' from orders limit 3");
            } finally {
                span.end();
            }
        });
        thread.start();
        thread.join();
    }

    private List<Executed> onRoute(String route) {
        return executions.stream()
                .filter(execution -> execution.route().equals(route))
                .toList();
    }

    @Test
    void aRequestIsAUnitNamedByItsPattern() {
        assertThat(onRoute("GET /orders/{id}"))
                .hasSize(2)
                .allMatch(execution -> execution.sql().contains("from orders where id ="))
                .extracting(Executed::unit)
                .doesNotHaveDuplicates();
    }

    @Test
    void everyRequestAndEveryJobIsCountedOnceWithItsDuration() {
        Map<String, Long> units = new TreeMap<>();
        for (CaptureRecord entry : Service.records(folder)) {
            if (entry instanceof UnitAggregate of) {
                assertThat(of.totalNanos()).isPositive();
                units.merge(of.kind() + " " + of.route(), of.units(), Long::sum);
            }
        }

        assertThat(units)
                .containsEntry("request GET /orders/{id}", 2L)
                .containsEntry("request GET /orders/lines", 1L)
                .containsEntry("request GET /callable", 1L)
                .containsEntry("request GET /deferred", 1L)
                .containsEntry("request GET /later", 1L)
                .containsEntry("request GET /fails/{secret}", 1L) // its error page is a unit, but no request
                .containsEntry("explicit application runners", 1L)
                .containsEntry("explicit orders receive", 1L)
                .containsEntry("explicit snapshot", 1L)
                .containsKey("explicit scheduled Shop$Jobs.tidy");
        assertThat(units.keySet()).noneMatch(unit -> unit.contains("s3cr3t"));
    }

    @Test
    void noRouteHasThePathInItsName() {
        assertThat(executions).noneMatch(execution -> execution.route().contains("s3cr3t"));
        assertThat(onRoute("GET /fails/{secret}")).hasSize(1);
    }

    @Test
    void lazyLoadingBelongsToTheRequest() {
        assertThat(onRoute("GET /orders/lines"))
                .hasSize(11)
                .extracting(Executed::unit)
                .containsOnly(onRoute("GET /orders/lines").get(0).unit());
    }

    @Test
    void asynchronousRequestsKeepTheirUnitOnOtherThreads() {
        assertThat(onRoute("GET /callable")).hasSize(1);
        assertThat(onRoute("GET /deferred")).hasSize(1);
    }

    @Test
    void asyncMethodsBelongToTheCallersUnitAndTheServicesDecoratorStillRuns() {
        assertThat(onRoute("GET /later")).hasSize(1);
        assertThat(DECORATED).anyMatch(thread -> thread.startsWith("task-"));
    }

    @Test
    void eachRunOfAScheduledMethodIsAUnit() {
        assertThat(onRoute("scheduled Shop$Jobs.tidy"))
                .hasSizeGreaterThanOrEqualTo(2)
                .extracting(Executed::unit)
                .doesNotHaveDuplicates();
    }

    @Test
    void runnersAreOneUnit() {
        assertThat(onRoute("application runners")).hasSize(2);
    }

    @Test
    void anObservedMessageIsAUnit() {
        assertThat(onRoute("orders receive")).hasSize(1);
    }

    @Test
    void micrometersSnapshotsCarryTheUnit() {
        assertThat(onRoute("snapshot")).hasSize(1);
    }

    @Test
    void withoutAUnitTheTraceOfMicrometerCounts() {
        assertThat(executions)
                .filteredOn(execution -> execution.sql().contains("limit"))
                .singleElement()
                .satisfies(execution -> {
                    assertThat(execution.kind()).isEqualTo("trace");
                    assertThat(execution.traceId()).isEqualTo(trace).isNotEmpty();
                });
    }

    @Test
    void unitsCanBeSwitchedOff(@TempDir Path other) {
        try (Service service = Service.serve(
                Shop.class,
                other,
                "sonde.units.web=false",
                "sonde.units.scheduled=false",
                "sonde.units.runners=false",
                "sonde.units.messages=false",
                "sonde.units.executors=false")) {
            service.get("/orders/1");

            assertThat(service.executions())
                    .isNotEmpty()
                    .allMatch(execution -> execution.route().isEmpty());
        }
    }
}
