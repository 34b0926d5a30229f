package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.unit.Dictionary;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a repetition comes from.
 *
 * @param loop frame that repeats it, null if no call site was sampled
 * @param leaves innermost frames
 * @param path the service's frames of the first execution, innermost first
 */
record Frames(@Nullable String loop, List<String> leaves, List<String> path, List<String> hints) {
    static final Frames NONE = new Frames(null, List.of(), List.of(), List.of());
    private static final Set<String> HELPED = Set.of("spring-jdbc", "jdbi");
    private static final Pattern LAMBDA = Pattern.compile("\\.lambda\\$(\\w+)\\$\\d+$");

    /** The method of the loop, without file and line, so that it survives edits; empty if not known. */
    String loopMethod() {
        return loop == null ? "" : method(loop);
    }

    boolean isLazyLoad() {
        return hints.contains("hibernate-collection") || hints.contains("hibernate-proxy");
    }

    /**
     * Splits executions by the loop they come from. An execution whose site was not sampled belongs where the one
     * before it was, or else to the first that was sampled.
     */
    static Map<String, List<Execution>> split(
            List<Execution> executions, @Nullable CallSite parent, Dictionary dictionary) {
        String current = "";
        long from = 0; // call site that the current loop was found by: mostly it is that of the next execution
        for (Execution execution : executions) {
            CallSite site = site(execution, dictionary);
            if (site != null) {
                current = loopFrame(site, parent);
                from = execution.callSite();
                break;
            }
        }
        Map<String, List<Execution>> byLoop = new LinkedHashMap<>();
        List<Execution> group = List.of();
        @Nullable String groupOf = null;
        for (Execution execution : executions) {
            CallSite site = execution.callSite() == from ? null : site(execution, dictionary);
            if (site != null) {
                current = loopFrame(site, parent);
                from = execution.callSite();
            }
            if (!current.equals(groupOf)) {
                group = byLoop.computeIfAbsent(current, frame -> new ArrayList<>());
                groupOf = current;
            }
            group.add(execution);
        }
        return byLoop;
    }

    /** Null if it was not sampled, is not known, or has no frames. */
    private static @Nullable CallSite site(Execution execution, Dictionary dictionary) {
        CallSite site = execution.callSite() == 0 ? null : dictionary.callSite(execution.callSite());
        return site == null || site.frames().isEmpty() ? null : site;
    }

    static Frames of(String loop, List<Execution> executions, Dictionary dictionary) {
        TreeSet<String> leaves = new TreeSet<>();
        TreeSet<String> hints = new TreeSet<>();
        List<String> path = List.of();
        long last = 0;
        for (Execution execution : executions) {
            CallSite site = execution.callSite() == last ? null : site(execution, dictionary);
            last = execution.callSite();
            if (site != null) {
                path = path.isEmpty() ? site.frames() : path;
                leaves.add(site.frames().get(0));
                hints.addAll(site.hints());
            }
        }
        return loop.isEmpty() ? NONE : new Frames(loop, List.copyOf(leaves), path, List.copyOf(hints));
    }

    /**
     * The child's frame in the innermost method that the parent's stack also passes through: that method reads the list
     * and then loops over it. If both come from one line of that method, the method that it calls there for the child. Without
     * a parent, the innermost frame or the one above it.
     */
    private static String loopFrame(CallSite child, @Nullable CallSite parent) {
        List<String> frames = child.frames();
        if (parent == null || parent.frames().isEmpty()) {
            return withoutParent(child);
        }
        List<String> parents = parent.frames();
        int limit = Math.min(frames.size(), parents.size());
        int common = 0;
        boolean sameLine = true;
        while (common < limit
                && sameLine
                && method(fromRoot(frames, common)).equals(method(fromRoot(parents, common)))) {
            sameLine = fromRoot(frames, common).equals(fromRoot(parents, common));
            common++;
        }
        if (common == 0) {
            return withoutParent(child);
        }
        // One expression that read the list and handed it on: what turns over it is what it was handed to
        boolean handedOn = sameLine && common < frames.size() && common < parents.size();
        return fromRoot(frames, handedOn ? common : common - 1);
    }

    /**
     * Stacks alone do not tell which of their methods turns. One that executes a statement for another of its own class is
     * taken for a helper, unless a mapper does what helpers are for.
     */
    private static String withoutParent(CallSite site) {
        List<String> frames = site.frames();
        boolean helper = frames.size() > 1
                && HELPED.containsAll(site.hints())
                && !frames.get(0).contains(".lambda$")
                && type(frames.get(0)).equals(type(frames.get(1)));
        return frames.get(helper ? 1 : 0);
    }

    private static String type(String frame) {
        String method = method(frame);
        return method.substring(0, Math.max(0, method.lastIndexOf('.')));
    }

    private static String fromRoot(List<String> frames, int index) {
        return frames.get(frames.size() - 1 - index);
    }

    /** Class and method; a lambda counts as the method it stands in. */
    static String method(String frame) {
        int open = frame.indexOf('(');
        String name = open < 0 ? frame : frame.substring(0, open);
        return name.contains(".lambda$") ? LAMBDA.matcher(name).replaceFirst(".$1") : name;
    }
}
