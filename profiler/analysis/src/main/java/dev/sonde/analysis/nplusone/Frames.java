package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.unit.Dictionary;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a repetition comes from.
 *
 * @param loop frame that repeats it, null if no call site was sampled
 * @param leaves innermost frames
 */
record Frames(@Nullable String loop, List<String> leaves, List<String> hints) {
    static final Frames NONE = new Frames(null, List.of(), List.of());
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
        for (Execution execution : executions) {
            CallSite site = execution.callSite() == 0 ? null : dictionary.callSite(execution.callSite());
            if (site != null && !site.frames().isEmpty()) {
                current = loopFrame(site, parent);
                break;
            }
        }
        Map<String, List<Execution>> byLoop = new LinkedHashMap<>();
        for (Execution execution : executions) {
            CallSite site = execution.callSite() == 0 ? null : dictionary.callSite(execution.callSite());
            if (site != null && !site.frames().isEmpty()) {
                current = loopFrame(site, parent);
            }
            byLoop.computeIfAbsent(current, frame -> new ArrayList<>()).add(execution);
        }
        return byLoop;
    }

    static Frames of(String loop, List<Execution> executions, Dictionary dictionary) {
        TreeSet<String> leaves = new TreeSet<>();
        TreeSet<String> hints = new TreeSet<>();
        for (Execution execution : executions) {
            CallSite site = execution.callSite() == 0 ? null : dictionary.callSite(execution.callSite());
            if (site != null && !site.frames().isEmpty()) {
                leaves.add(site.frames().get(0));
                hints.addAll(site.hints());
            }
        }
        return loop.isEmpty() ? NONE : new Frames(loop, List.copyOf(leaves), List.copyOf(hints));
    }

    /**
     * The child's frame in the innermost method that the parent's stack also passes through: that method reads the list
     * and then loops over it. Without a parent, the innermost frame.
     */
    private static String loopFrame(CallSite child, @Nullable CallSite parent) {
        List<String> frames = child.frames();
        if (parent == null || parent.frames().isEmpty()) {
            return frames.get(0);
        }
        int common = 0;
        int limit = Math.min(frames.size(), parent.frames().size());
        while (common < limit && method(fromRoot(frames, common)).equals(method(fromRoot(parent.frames(), common)))) {
            common++;
            if (!fromRoot(frames, common - 1).equals(fromRoot(parent.frames(), common - 1))) {
                break; // the same method at another line: the paths part here
            }
        }
        return common == 0 ? frames.get(0) : fromRoot(frames, common - 1);
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
