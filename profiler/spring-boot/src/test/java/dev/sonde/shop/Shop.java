package dev.sonde.shop;

import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** A service with everything that begins or hands on a unit of work. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableScheduling
@EnableAsync
@Import({Shop.Routes.class, Shop.Later.class, Shop.Jobs.class})
class Shop {

    @Bean
    CommandLineRunner firstRunner(JdbcTemplate jdbc) {
        return arguments -> jdbc.queryForList("select 'command line runner'");
    }

    @Bean
    ApplicationRunner secondRunner(JdbcTemplate jdbc) {
        return arguments -> jdbc.queryForList("select 'application runner'");
    }

    @RestController
    static class Routes {

        private final JdbcTemplate jdbc;
        private final EntityManager entities;
        private final Later later;
        private final AsyncTaskExecutor executor;

        Routes(JdbcTemplate jdbc, EntityManager entities, Later later, AsyncTaskExecutor applicationTaskExecutor) {
            this.jdbc = jdbc;
            this.entities = entities;
            this.later = later;
            this.executor = applicationTaskExecutor;
        }

        @GetMapping("/orders/{id}")
        Map<String, Object> order(@PathVariable long id) {
            return jdbc.queryForMap("select id, status from orders where id = ?", id);
        }

        @GetMapping("/orders/lines")
        int lines() {
            return entities.createQuery("from Order order by id", Order.class).getResultList().stream()
                    .mapToInt(order -> order.lines().size())
                    .sum();
        }

        @GetMapping("/slow")
        int slow() {
            jdbc.queryForList("select pg_sleep(0.06)");
            return 1;
        }

        @GetMapping("/callable")
        Callable<Integer> callable() {
            return () -> jdbc.queryForList("select 'callable' from orders").size();
        }

        @GetMapping("/deferred")
        DeferredResult<Integer> deferred() {
            DeferredResult<Integer> result = new DeferredResult<>(10_000L);
            executor.execute(() -> result.setResult(
                    jdbc.queryForList("select 'deferred' from orders").size()));
            return result;
        }

        @GetMapping("/later")
        int later() {
            return later.count().join();
        }

        @GetMapping("/fails/{secret}")
        int fails(@PathVariable String secret) {
            jdbc.queryForList("select 'before the failure' from orders");
            throw new IllegalStateException("as planned");
        }

        @GetMapping("/wrong")
        int wrong() {
            try {
                jdbc.queryForList("select * from no_such_table");
            } catch (RuntimeException expected) {
                return 0;
            }
            return 1;
        }
    }

    static class Later {

        private final JdbcTemplate jdbc;

        Later(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Async
        CompletableFuture<Integer> count() {
            return CompletableFuture.completedFuture(
                    jdbc.queryForList("select 'later' from orders").size());
        }
    }

    static class Jobs {

        final CountDownLatch tidied = new CountDownLatch(2);
        private final JdbcTemplate jdbc;

        Jobs(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Scheduled(fixedDelay = 50)
        void tidy() {
            jdbc.queryForList("select 'tidy' from orders");
            tidied.countDown();
        }
    }
}
