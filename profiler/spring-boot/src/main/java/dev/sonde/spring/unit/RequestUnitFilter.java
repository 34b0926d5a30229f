package dev.sonde.spring.unit;

import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.unit.TraceIds;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** Makes each request a unit of work. Comes right after Spring's observation filter, so that the trace is known. */
final class RequestUnitFilter extends OncePerRequestFilter implements Ordered {

    /** Spring Boot gives its observation filter the place before. */
    static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 2;

    private final TraceIds traces;

    RequestUnitFilter(TraceIds traces) {
        this.traces = traces;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String traceId = traces.current();
        RequestUnit unit = RequestUnit.of(request, traceId == null ? "" : traceId);
        try (UnitOfWork.Adopted adopted = UnitOfWork.adopt(unit.unit())) {
            chain.doFilter(request, response);
        } finally {
            unit.dispatched(request);
        }
    }
}
