package dev.sonde.sample.nplusone.mybatis;

import dev.sonde.sample.nplusone.scenario.Service;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.apache.ibatis.type.ObjectTypeHandler;

/** MyBatis as a service sets it up. Results are not kept from one call to the next, as under Spring without a transaction. */
final class Sessions {
    private Sessions() {}

    static SqlSession open(Service service) {
        return factory(service).openSession();
    }

    static SqlSession openBatch(Service service) {
        return factory(service).openSession(ExecutorType.BATCH);
    }

    private static SqlSessionFactory factory(Service service) {
        return service.part(SqlSessionFactory.class, Sessions::factory);
    }

    private static SqlSessionFactory factory(DataSource dataSource) {
        Configuration configuration =
                new Configuration(new Environment("shop", new JdbcTransactionFactory(), dataSource));
        configuration.setMapUnderscoreToCamelCase(true);
        configuration.getTypeHandlerRegistry().register(UUID.class, ObjectTypeHandler.class);
        configuration.setLocalCacheScope(LocalCacheScope.STATEMENT);
        configuration.addMapper(OrderMapper.class);
        configuration.addMapper(ArticleMapper.class);
        configuration.addMapper(CartMapper.class);
        return new SqlSessionFactoryBuilder().build(configuration);
    }
}
