package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sonde.profiler.session.CaptureSessions;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the log says while the service runs. */
class LiveTest {

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.sonde.findings");

    @BeforeEach
    void listens() {
        log.start();
    }

    @AfterEach
    void leaves() {
        logger.detachAppender(log);
    }

    /** Spring Boot sets up the log anew when it starts. */
    private Service serve(String... properties) {
        Service service = Service.serve(Shop.class, folder, properties);
        logger.addAppender(log);
        return service;
    }

    private List<String> said() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 300 && !condition.getAsBoolean(); i++) {
            Thread.sleep(100);
        }
    }

    @Test
    void aFaultIsSaidOnceAndCounted() throws InterruptedException {
        try (Service service = serve("sonde.live.enabled=true", "sonde.live.interval=200ms")) {
            service.get("/orders/lines");
            until(() -> said().stream().anyMatch(message -> message.contains("n-plus-one")));
            service.get("/orders/lines");
            service.get("/slow");
            // counts are told every ten seconds, or now; what they confirm comes after whatever the second request led
            // to
            CaptureSessions.running().forEach(session -> session.flush(Duration.ofSeconds(20)));
            until(() -> said().stream().anyMatch(message -> message.contains("slow-query")));

            assertThat(said()).anyMatch(message -> message.contains("\nslow-query (mean, CONFIRMED)"));
            assertThat(said().stream().filter(message -> message.contains("n-plus-one")))
                    .singleElement()
                    .asString()
                    .startsWith("Sonde found in GET /orders/lines\nn-plus-one (keyed-loop, CONFIRMED): 10 × select ")
                    .contains("\n  loop    dev.sonde.shop.Shop$Routes.")
                    .contains("\n  parent  select ")
                    .contains("\n  child   select ")
                    .contains("\n  binds   10 distinct values of $1, all of them read from the parent's column ")
                    .contains("\n  fix     ");
            FunctionCounter counter = service.bean(MeterRegistry.class)
                    .get("sonde.findings")
                    .tags("rule", "n-plus-one", "kind", "keyed-loop")
                    .functionCounter();
            assertThat(counter.count()).isEqualTo(1);
        }
    }

    @Test
    void offUnlessEnabled() {
        try (Service service = serve()) {
            service.get("/orders/lines");

            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("sonde-live"));
            assertThat(service.bean(MeterRegistry.class).find("sonde.findings").meters())
                    .isEmpty();
        }
    }
}
