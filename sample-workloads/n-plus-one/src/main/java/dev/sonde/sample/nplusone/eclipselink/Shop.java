package dev.sonde.sample.nplusone.eclipselink;

import dev.sonde.sample.nplusone.scenario.Service;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.eclipse.persistence.jpa.PersistenceProvider;

/** EclipseLink as a service sets it up; nothing is kept from one persistence context to the next. */
final class Shop implements AutoCloseable {
    private final EntityManagerFactory oneByOne;
    private final EntityManagerFactory batching;

    private Shop(DataSource dataSource) {
        oneByOne = factory("shop", dataSource, Map.of());
        batching = factory("shop-batching", dataSource, Map.of("eclipselink.jdbc.batch-writing", "JDBC"));
    }

    static Shop of(Service service) {
        return service.part(Shop.class, Shop::new);
    }

    private static EntityManagerFactory factory(String name, DataSource dataSource, Map<String, String> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("eclipselink.weaving", "false");
        properties.put("eclipselink.cache.shared.default", "false");
        properties.put("eclipselink.logging.level", "OFF");
        properties.put("eclipselink.session-name", name);
        EntityManagerFactory factory = new PersistenceProvider()
                .createContainerEntityManagerFactory(new ShopUnit(name, dataSource), properties);
        // deployed on first use otherwise, which asks the server a few things
        factory.createEntityManager().close();
        return factory;
    }

    /** Opens a persistence context without a transaction; the caller closes it. */
    EntityManager open() {
        return oneByOne.createEntityManager();
    }

    <T> T read(Function<EntityManager, T> work) {
        try (EntityManager entities = open()) {
            return work.apply(entities);
        }
    }

    void write(Consumer<EntityManager> work) {
        write(oneByOne, work);
    }

    /** With batch writing on. */
    void writeInBatches(Consumer<EntityManager> work) {
        write(batching, work);
    }

    private static void write(EntityManagerFactory factory, Consumer<EntityManager> work) {
        try (EntityManager entities = factory.createEntityManager()) {
            entities.getTransaction().begin();
            work.accept(entities);
            entities.getTransaction().commit();
        }
    }

    @Override
    public void close() {
        oneByOne.close();
        batching.close();
    }
}
