package dev.sonde.spring.unit;

import dev.sonde.profiler.UnitOfWork;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/** The unit of work in Micrometer's snapshots of thread-locals. */
final class UnitAccessor implements ThreadLocalAccessor<UnitOfWork> {

    private static final String KEY = "dev.sonde.unit";

    void register() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(this);
    }

    void remove() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
    }

    @Override
    public Object key() {
        return KEY;
    }

    @Override
    public @Nullable UnitOfWork getValue() {
        return UnitOfWork.current();
    }

    @Override
    public void setValue(UnitOfWork unit) {
        setValue();
        UnitOfWork.adopt(unit);
    }

    @Override
    public void setValue() {
        if (UnitOfWork.current() != null) {
            UnitOfWork.Adopted.UNIT.close();
        }
    }
}
