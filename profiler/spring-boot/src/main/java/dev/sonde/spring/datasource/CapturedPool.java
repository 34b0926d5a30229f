package dev.sonde.spring.datasource;

import dev.sonde.profiler.jdbc.SondeDataSource;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.util.ClassUtils;

/**
 * A pool whose connections go through the profiler and which is in all else the pool: a proxy of the pool's own class
 * where that can be extended, else of all its interfaces, so that whoever injects or casts to HikariDataSource can go
 * on doing so.
 */
final class CapturedPool implements MethodInterceptor {

    private final DataSource pool;
    private final SondeDataSource captured;

    private CapturedPool(DataSource pool, SondeDataSource captured) {
        this.pool = pool;
        this.captured = captured;
    }

    /** The pool with its connections captured, or the pool itself if they are captured already. */
    static DataSource of(DataSource pool, String name, ProfilerSettings settings) {
        if (!(SondeDataSource.wrap(pool, name, settings) instanceof SondeDataSource captured) || captured == pool) {
            return pool;
        }
        ProxyFactory factory = new ProxyFactory();
        factory.setTarget(pool);
        if (canBeExtended(pool.getClass())) {
            factory.setProxyTargetClass(true);
        } else {
            factory.setInterfaces(ClassUtils.getAllInterfaces(pool));
        }
        factory.addAdvice(new CapturedPool(pool, captured));
        return (DataSource) factory.getProxy(pool.getClass().getClassLoader());
    }

    private static boolean canBeExtended(Class<?> type) {
        return !Modifier.isFinal(type.getModifiers())
                && !Modifier.isPrivate(type.getModifiers())
                && !type.isHidden()
                && !type.isAnonymousClass();
    }

    /** The pool without the profiler; null if it is none of ours. */
    static @Nullable DataSource pool(Object bean) {
        CapturedPool advice = advice(bean);
        return advice == null ? null : advice.pool;
    }

    /** What captures the pool; null if it is none of ours. */
    static @Nullable SondeDataSource captured(Object bean) {
        CapturedPool advice = advice(bean);
        return advice == null ? null : advice.captured;
    }

    private static @Nullable CapturedPool advice(Object bean) {
        Object candidate = bean;
        while (candidate instanceof Advised proxy) {
            for (var advisor : proxy.getAdvisors()) {
                if (advisor.getAdvice() instanceof CapturedPool ours) {
                    return ours;
                }
            }
            candidate = AopProxyUtils.getSingletonTarget(candidate);
        }
        return null;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation call) throws Throwable {
        Method method = call.getMethod();
        @Nullable Object[] arguments = call.getArguments();
        switch (method.getName()) {
            case "getConnection":
                if (arguments.length == 0) {
                    return captured.getConnection();
                }
                return captured.getConnection((String) arguments[0], (String) arguments[1]);
            case "createConnectionBuilder":
                return captured.createConnectionBuilder();
            case "unwrap":
                return arguments[0] == SondeDataSource.class ? captured : call.proceed();
            case "isWrapperFor":
                return arguments[0] == SondeDataSource.class ? Boolean.TRUE : call.proceed();
            default:
                return call.proceed();
        }
    }
}
