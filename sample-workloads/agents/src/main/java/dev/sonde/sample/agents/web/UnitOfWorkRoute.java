package dev.sonde.sample.agents.web;

import dev.sonde.profiler.UnitOfWork;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Names the unit of work between dispatch and the handler, so that its first statement already carries the route. */
@Configuration(proxyBeanMethods = false)
class UnitOfWorkRoute implements WebMvcConfigurer, HandlerInterceptor {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        UnitOfWork unit = UnitOfWork.current();
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (unit != null && pattern != null) {
            unit.route(request.getMethod() + " " + pattern);
        }
        return true;
    }
}
