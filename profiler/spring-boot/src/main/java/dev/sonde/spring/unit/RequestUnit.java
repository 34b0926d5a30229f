package dev.sonde.spring.unit;

import dev.sonde.profiler.UnitOfWork;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The unit of work of one request, over all its dispatches; the container tells it when an asynchronous one is over. */
final class RequestUnit implements AsyncListener {

    private static final String ATTRIBUTE = RequestUnit.class.getName();
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");
    private static final String UNMATCHED = " unmatched";

    private final String method;
    private UnitOfWork unit;
    private boolean listening;

    private RequestUnit(String method, String traceId) {
        this.method = method;
        this.unit = UnitOfWork.request(method + UNMATCHED, traceId);
    }

    /** The request's unit, made when first asked for and again after it has ended, as for an error page. */
    static RequestUnit of(HttpServletRequest request, String traceId) {
        RequestUnit known = find(request);
        if (known == null) {
            known = new RequestUnit(METHODS.contains(request.getMethod()) ? request.getMethod() : "OTHER", traceId);
            request.setAttribute(ATTRIBUTE, known);
        } else if (known.unit.isClosed()) {
            known.unit = known.unit.sequel();
            known.listening = false;
        }
        return known;
    }

    static @Nullable RequestUnit find(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof RequestUnit known ? known : null;
    }

    UnitOfWork unit() {
        return unit;
    }

    /** Names the unit by the first pattern that matched; a forward or an error page does not rename it. */
    void matched(String pattern) {
        if (unit.route().endsWith(UNMATCHED)) {
            unit.route(method + " " + pattern);
        }
    }

    /** Called when a dispatch has ended: the unit ends with it unless the request goes on elsewhere. */
    void dispatched(HttpServletRequest request) {
        if (!request.isAsyncStarted()) {
            unit.close();
        } else if (!listening) {
            listening = true;
            request.getAsyncContext().addListener(this);
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        unit.close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // the container dispatches or completes next
    }

    @Override
    public void onError(AsyncEvent event) {
        // the container dispatches or completes next
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
