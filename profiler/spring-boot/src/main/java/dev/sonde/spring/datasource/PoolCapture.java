package dev.sonde.spring.datasource;

import dev.sonde.profiler.jdbc.SondeDataSource;
import dev.sonde.profiler.settings.ProfilerSettings;
import dev.sonde.spring.SondeProperties;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.type.MethodMetadata;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * Captures each pool among the beans once. Data sources that only lead to others, be they routing, lazy, scoped or bound
 * to transactions, are left as they are; a pool that such a one made for itself, and that is no bean, is captured inside
 * of it. First of all post-processors after initialisation, so that the pool is bound to its properties and nothing
 * else is around it yet.
 */
final class PoolCapture implements DestructionAwareBeanPostProcessor, PriorityOrdered {

    /** Beans with these annotations serve migrations, whose statements are not the service's workload. */
    private static final Set<String> FOR_MIGRATIONS = Set.of(
            "org.springframework.boot.autoconfigure.flyway.FlywayDataSource",
            "org.springframework.boot.flyway.autoconfigure.FlywayDataSource",
            "org.springframework.boot.autoconfigure.liquibase.LiquibaseDataSource",
            "org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource");

    private final ConfigurableListableBeanFactory beans;
    private final ObjectProvider<SondeProperties> properties;
    private final ObjectProvider<ProfilerSettings> settings;
    private final Set<DataSource> left =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private final Map<Object, SondeDataSource> captured = Collections.synchronizedMap(new IdentityHashMap<>());

    PoolCapture(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<SondeProperties> properties,
            ObjectProvider<ProfilerSettings> settings) {
        this.beans = beans;
        this.properties = properties;
        this.settings = settings;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof DataSource source) || bean instanceof ScopedObject) {
            return bean;
        }
        if (isExcluded(name)) {
            left.add(source);
            return bean;
        }
        if (source instanceof DelegatingDataSource delegating) {
            captureTarget(delegating, name);
            return bean;
        }
        if (source instanceof AbstractRoutingDataSource routing) {
            RoutedPools.capture(routing, (pool, key) -> captureUnlessLeft(pool, name + "." + key));
            return bean;
        }
        return captureUnlessLeft(source, name);
    }

    private boolean isExcluded(String name) {
        String target = name.startsWith("scopedTarget.") ? name.substring("scopedTarget.".length()) : name;
        return properties.getObject().exclude().contains(target)
                || (!properties.getObject().migrations() && servesMigrations(name));
    }

    private boolean servesMigrations(String name) {
        if (!beans.containsBeanDefinition(name)) {
            return false;
        }
        BeanDefinition definition = beans.getMergedBeanDefinition(name);
        if (!(definition instanceof AnnotatedBeanDefinition)
                && beans.getBeanDefinition(name) instanceof AnnotatedBeanDefinition annotated) {
            definition = annotated;
        }
        if (!(definition instanceof AnnotatedBeanDefinition annotated)) {
            return false;
        }
        MethodMetadata method = annotated.getFactoryMethodMetadata();
        return FOR_MIGRATIONS.stream()
                .anyMatch(annotation -> annotated.getMetadata().isAnnotated(annotation)
                        || (method != null && method.isAnnotated(annotation)));
    }

    private void captureTarget(DelegatingDataSource delegating, String name) {
        DataSource target = delegating.getTargetDataSource();
        if (target instanceof DelegatingDataSource inner) {
            captureTarget(inner, name);
        } else if (target != null && !(target instanceof AbstractRoutingDataSource)) {
            DataSource replacement = captureUnlessLeft(target, name);
            if (replacement != target) {
                delegating.setTargetDataSource(replacement);
            }
        }
    }

    private DataSource captureUnlessLeft(DataSource pool, String name) {
        if (left.contains(pool) || pool instanceof ScopedObject) {
            return pool;
        }
        DataSource proxy = CapturedPool.of(pool, name, settings.getObject());
        SondeDataSource ours = CapturedPool.captured(proxy);
        if (ours != null) {
            captured.put(pool, ours);
        }
        return proxy;
    }

    @Override
    public boolean requiresDestruction(Object bean) {
        return captured.containsKey(bean);
    }

    @Override
    public void postProcessBeforeDestruction(Object bean, String name) {
        SondeDataSource ours = captured.remove(bean);
        if (ours != null) {
            ours.session().ifPresent(session -> session.released(ours));
        }
    }

    @Override
    public @Nullable Object postProcessBeforeInitialization(Object bean, String name) {
        return bean;
    }
}
