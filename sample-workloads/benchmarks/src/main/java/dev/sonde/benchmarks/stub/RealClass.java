package dev.sonde.benchmarks.stub;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.sql.SQLFeatureNotSupportedException;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.ExceptionMethod;

/**
 * Makes a concrete class of an abstract one that implements a JDBC interface in part: what is missing throws. The
 * alternatives were a thousand hand-written lines, and JDK proxies, whose calls cost more than all that is measured.
 */
final class RealClass<T> {

    private final Constructor<? extends T> constructor;

    private RealClass(Constructor<? extends T> constructor) {
        this.constructor = constructor;
    }

    /** The concrete class; its constructor takes what the abstract class's takes. */
    static <T> RealClass<T> of(Class<T> partial, Class<?>... parameters) {
        try {
            return new RealClass<>(new ByteBuddy()
                    .subclass(partial)
                    .name(partial.getName() + "Completed")
                    .method(isAbstract())
                    .intercept(ExceptionMethod.throwing(
                            SQLFeatureNotSupportedException.class, "not part of the stub driver"))
                    .make()
                    .load(partial.getClassLoader(), ClassLoadingStrategy.UsingLookup.of(MethodHandles.lookup()))
                    .getLoaded()
                    .getDeclaredConstructor(parameters));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(partial + " has no such constructor", e);
        }
    }

    T create(Object... arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot create a " + constructor.getDeclaringClass(), e);
        }
    }
}
