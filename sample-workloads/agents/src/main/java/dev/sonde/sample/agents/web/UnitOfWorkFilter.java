package dev.sonde.sample.agents.web;

import dev.sonde.profiler.UnitOfWork;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Makes each request a unit of work. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnitOfWorkFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // UnitOfWorkRoute names it after dispatch; until then the name must not depend on ids in the path.
        try (UnitOfWork unit = UnitOfWork.open(request.getMethod() + " unmatched")) {
            chain.doFilter(request, response);
        }
    }
}
