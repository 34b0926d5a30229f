package dev.sonde.profiler.site;

import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.hash.ContentHash;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the service's own frames off the current stack.
 *
 * <p>Costs 4 to 15 µs and 4 to 10 kB (docs/design-decisions.md), so callers sample. Frames of frameworks, proxies and
 * the JDK are left out; those between the driver and the service become hints.
 */
public final class CallSites {

    private static final int MAX_FRAMES = 16;
    private static final int MAX_DEPTH = 512;
    private static final StackWalker WALKER = StackWalker.getInstance();

    private static final String[] FRAMEWORKS = {
        "java.",
        "javax.",
        "jdk.",
        "sun.",
        "com.sun.",
        "jakarta.",
        "kotlin.",
        "kotlinx.",
        "scala.",
        "groovy.",
        "org.codehaus.groovy.",
        "dev.sonde.profiler.",
        "dev.sonde.spring.",
        "dev.sonde.junit.",
        "com.p6spy.",
        "com.zaxxer.hikari.",
        "org.postgresql.",
        "org.apache.tomcat.",
        "org.apache.commons.dbcp2.",
        "org.apache.catalina.",
        "org.apache.coyote.",
        "org.eclipse.jetty.",
        "io.undertow.",
        "io.netty.",
        "io.vertx.",
        "reactor.",
        "io.reactivex.",
        "org.springframework.",
        "org.hibernate.",
        "org.eclipse.persistence.",
        "org.jooq.",
        "org.apache.ibatis.",
        "org.mybatis.",
        "org.jdbi.",
        "com.querydsl.",
        "io.ebean.",
        "org.flywaydb.",
        "liquibase.",
        "io.micrometer.",
        "io.opentelemetry.",
        "brave.",
        "net.bytebuddy.",
        "net.sf.cglib.",
        "org.aspectj.",
        "com.fasterxml.jackson.",
        "org.junit.",
        "org.assertj.",
        "org.apache.maven.",
        "io.quarkus.",
        "io.micronaut.",
        "com.google.common.",
        "org.quartz."
    };

    private static final String[][] HINTS = {
        {"org.hibernate.collection.", "hibernate-collection"},
        {"org.hibernate.proxy.", "hibernate-proxy"},
        {"org.hibernate.bytecode.enhance.", "hibernate-proxy"},
        {"org.hibernate.", "hibernate"},
        {"org.eclipse.persistence.", "eclipselink"},
        {"org.jooq.", "jooq"},
        {"org.apache.ibatis.", "mybatis"},
        {"org.springframework.data.jdbc.", "spring-data-jdbc"},
        {"org.springframework.data.jpa.", "spring-data-jpa"},
        {"org.springframework.jdbc.", "spring-jdbc"},
        {"org.jdbi.", "jdbi"},
        {"org.flywaydb.", "flyway"},
        {"liquibase.", "liquibase"}
    };

    private CallSites() {}

    /**
     * The call site of the current thread; its identifier is a hash of its frames and hints.
     *
     * @param session the session the record belongs to
     */
    public static CallSite current(long session) {
        return WALKER.walk(frames -> read(session, frames));
    }

    private static CallSite read(long session, Stream<StackFrame> stack) {
        List<String> frames = new ArrayList<>(MAX_FRAMES);
        Set<String> hints = new LinkedHashSet<>();
        Iterator<StackFrame> walk = stack.limit(MAX_DEPTH).iterator();
        while (walk.hasNext() && frames.size() < MAX_FRAMES) {
            StackFrame frame = walk.next();
            String type = frame.getClassName();
            if (isFramework(type)) {
                if (frames.isEmpty()) {
                    addHint(hints, type);
                }
            } else if (isGenerated(type, frame.getMethodName())) {
                if (type.contains("HibernateProxy") && frames.isEmpty()) {
                    hints.add("hibernate-proxy");
                }
            } else {
                frames.add(type + "." + frame.getMethodName() + "(" + file(frame) + ")");
            }
        }
        return new CallSite(session, id(frames, hints), frames, List.copyOf(hints));
    }

    private static String file(StackFrame frame) {
        String file = frame.getFileName();
        return (file == null ? "Unknown" : file) + ":" + Math.max(0, frame.getLineNumber());
    }

    private static boolean isFramework(String type) {
        for (String prefix : FRAMEWORKS) {
            if (type.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isGenerated(String type, String method) {
        return type.contains("$$")
                || type.contains("$HibernateProxy")
                || type.contains("$Proxy")
                || type.contains("$Accessor")
                || type.contains("/0x")
                || method.startsWith("$$_hibernate_");
    }

    private static void addHint(Set<String> hints, String type) {
        for (String[] hint : HINTS) {
            if (type.startsWith(hint[0])) {
                hints.add(hint[1]);
                return;
            }
        }
    }

    /** Never 0, which stands for a call site that was not sampled. */
    private static long id(List<String> frames, Set<String> hints) {
        long state = ContentHash.START;
        for (String text : frames) {
            state = ContentHash.add(ContentHash.add(state, text, 0, text.length()), '\n');
        }
        for (String text : hints) {
            state = ContentHash.add(ContentHash.add(state, text, 0, text.length()), '\n');
        }
        long hash = ContentHash.finish(state);
        return hash == 0 ? 1 : hash;
    }
}
