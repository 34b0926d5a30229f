package dev.sonde.sample.nplusone.springdata;

import dev.sonde.sample.nplusone.scenario.Service;
import dev.sonde.sample.nplusone.springdata.Aggregates.Booking;
import dev.sonde.sample.nplusone.springdata.Aggregates.CartItem;
import dev.sonde.sample.nplusone.springdata.Aggregates.Category;
import dev.sonde.sample.nplusone.springdata.Aggregates.Line;
import dev.sonde.sample.nplusone.springdata.Aggregates.LineOfOrder;
import dev.sonde.sample.nplusone.springdata.Aggregates.Product;
import dev.sonde.sample.nplusone.springdata.Aggregates.Purchase;
import dev.sonde.sample.nplusone.springdata.Aggregates.PurchaseHead;
import dev.sonde.sample.nplusone.springdata.Aggregates.Section;
import dev.sonde.sample.nplusone.springdata.Aggregates.Setting;
import dev.sonde.sample.nplusone.springdata.Aggregates.TaggedArticle;
import dev.sonde.sample.nplusone.springdata.Aggregates.Visit;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.CrudRepository;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The shop's repositories, and Spring Data JDBC as a service sets it up. */
final class Repositories implements AutoCloseable {

    interface Purchases extends CrudRepository<Purchase, Long> {
        List<Purchase> findByCustomerIdOrderById(long customer);
    }

    interface PurchaseHeads extends CrudRepository<PurchaseHead, Long> {
        List<PurchaseHead> findByCustomerIdOrderById(long customer);
    }

    interface Lines extends CrudRepository<Line, Long> {
        int countByOrderId(long order);

        boolean existsByOrderId(long order);

        List<Line> findFirstByOrderIdOrderByIdDesc(long order);

        List<Line> findByOrderIdIn(List<Long> orders);

        @Query("""
                select l.id, o.status, l.quantity from orders o join order_line l on l.order_id = o.id
                where o.customer_id = :customer order by o.id""")
        List<LineOfOrder> joined(long customer);
    }

    interface Sections extends CrudRepository<Section, Long> {
        List<Section> findByMagazineIdOrderById(long magazine);
    }

    interface Articles extends CrudRepository<TaggedArticle, UUID> {
        List<TaggedArticle> findByNumberLessThanEqualOrderByNumber(int last);
    }

    interface CartItems extends CrudRepository<CartItem, Long> {
        List<CartItem> findByCartIdOrderById(long cart);
    }

    interface Products extends CrudRepository<Product, Long> {
        List<Product> findAllBy(Pageable page);

        List<Product> findByIdGreaterThanOrderById(long after, Limit limit);
    }

    interface Categories extends CrudRepository<Category, Long> {}

    interface Settings extends CrudRepository<Setting, String> {}

    interface Visits extends ListCrudRepository<Visit, Long> {}

    interface Bookings extends CrudRepository<Booking, Long> {}

    /** The beans that Spring Boot would make. */
    @Configuration(proxyBeanMethods = false)
    @EnableJdbcRepositories(considerNestedRepositories = true)
    static class Beans extends AbstractJdbcConfiguration {
        @Bean
        NamedParameterJdbcOperations operations(DataSource dataSource) {
            return new NamedParameterJdbcTemplate(dataSource);
        }

        @Bean
        DataSourceTransactionManager transactionManager(DataSource dataSource) {
            return new DataSourceTransactionManager(dataSource);
        }
    }

    private final AnnotationConfigApplicationContext context;

    private Repositories(DataSource dataSource) {
        context = new AnnotationConfigApplicationContext();
        context.registerBean(DataSource.class, () -> dataSource);
        context.register(Beans.class);
        context.refresh();
    }

    static <T> T get(Service service, Class<T> type) {
        return service.part(Repositories.class, Repositories::new).context.getBean(type);
    }

    static TransactionTemplate transaction(Service service) {
        return new TransactionTemplate(get(service, PlatformTransactionManager.class));
    }

    @Override
    public void close() {
        context.close();
    }
}
