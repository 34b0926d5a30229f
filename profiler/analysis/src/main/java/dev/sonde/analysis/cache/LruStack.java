package dev.sonde.analysis.cache;

import dev.sonde.analysis.collect.LongMap;
import org.jspecify.annotations.Nullable;

/**
 * LRU caches of all sizes at once. An LRU cache of size n holds the n keys used last, so that one list in the order of
 * use stands for all sizes (the inclusion property: R. L. Mattson, J. Gecsei, D. R. Slutz, I. L. Traiger, "Evaluation
 * techniques for storage hierarchies", IBM Systems Journal 9(2), 1970). Only a few sizes are asked for here, so instead
 * of a key's distance from the top each node knows its zone, the smallest size that holds it, and the last node of each
 * zone is marked: a use costs one step per size, however long the list is (Y. H. Kim, M. D. Hill, D. A. Wood,
 * "Implementing stack simulation for highly-associative memories", SIGMETRICS 1991).
 *
 * <p>When there are more keys than wanted, half of them are left out, chosen by their hash, and the sizes are halved with
 * them: a random sample of keys behaves like the whole at a size reduced in the same ratio (C. A. Waldspurger, N. Park,
 * A. Garthwaite, I. Ahmad, "Efficient MRC construction with SHARDS", FAST 2015).
 */
final class LruStack {

    /** A key; {@code loads} is there from its second use on. */
    static final class Node {
        final long hash;
        final long firstLoad;
        long lastUnit;
        long @Nullable [] loads;
        private int zone;
        private @Nullable Node newer;
        private @Nullable Node older;

        private Node(long hash, long firstLoad) {
            this.hash = hash;
            this.firstLoad = firstLoad;
        }
    }

    private LongMap<Node> nodes = new LongMap<>();
    private final long[] sizes;
    private final @Nullable Node[] last;
    private @Nullable Node newest;
    private @Nullable Node oldest;
    private int halvings;

    LruStack(CacheGrid grid) {
        sizes = grid.sizes().stream().mapToLong(Long::longValue).toArray();
        last = new @Nullable Node[sizes.length];
    }

    int keys() {
        return nodes.size();
    }

    /** How many keys of the whole each one kept stands for, as a power of two. */
    int halvings() {
        return halvings;
    }

    /** Whether a key belongs to the sample. */
    boolean samples(long hash) {
        return Long.numberOfTrailingZeros(hash) >= halvings;
    }

    @Nullable
    Node find(long hash) {
        return nodes.get(hash);
    }

    Node add(long hash, long time) {
        Node node = new Node(hash, time);
        nodes.put(hash, node);
        shift(sizes.length);
        putOnTop(node);
        for (int size = 0; size < sizes.length; size++) {
            if (sizes[size] == nodes.size()) {
                last[size] = oldest;
            }
        }
        return node;
    }

    /** Moves a key to the top and answers the index of the smallest size that held it. */
    int use(Node node) {
        int zone = node.zone;
        if (node != newest) {
            shift(zone);
            if (zone < sizes.length && last[zone] == node) {
                last[zone] = node.newer;
            }
            unlink(node);
            putOnTop(node);
        }
        return zone;
    }

    /** A key comes on top: the last one of each smaller size falls out of it. */
    private void shift(int zone) {
        for (int size = 0; size < zone; size++) {
            Node node = last[size];
            if (node != null) {
                node.zone = Math.max(node.zone, size + 1);
                last[size] = node.newer;
            }
        }
    }

    /** Leaves half of the keys out. */
    void halve() {
        halvings++;
        LongMap<Node> half = new LongMap<>();
        Node node = oldest;
        while (node != null) {
            Node newer = node.newer;
            if (samples(node.hash)) {
                half.put(node.hash, node);
            } else {
                unlink(node);
            }
            node = newer;
        }
        nodes = half;
        for (int size = 0; size < sizes.length; size++) {
            sizes[size] = sizes[size] == CacheGrid.UNBOUNDED ? CacheGrid.UNBOUNDED : sizes[size] / 2;
            last[size] = null;
        }
        int position = 0;
        for (Node kept = newest; kept != null; kept = kept.older) {
            position++;
            kept.zone = 0;
            while (kept.zone < sizes.length && sizes[kept.zone] < position) {
                kept.zone++;
            }
            for (int size = 0; size < sizes.length; size++) {
                if (sizes[size] == position) {
                    last[size] = kept;
                }
            }
        }
    }

    private void putOnTop(Node node) {
        node.zone = 0;
        while (node.zone < sizes.length && sizes[node.zone] < 1) {
            node.zone++;
        }
        for (int size = 0; size < sizes.length; size++) {
            if (sizes[size] == 1) {
                last[size] = node;
            }
        }
        node.newer = null;
        node.older = newest;
        if (newest != null) {
            newest.newer = node;
        }
        newest = node;
        if (oldest == null) {
            oldest = node;
        }
    }

    private void unlink(Node node) {
        if (node.newer == null) {
            newest = node.older;
        } else {
            node.newer.older = node.older;
        }
        if (node.older == null) {
            oldest = node.newer;
        } else {
            node.older.newer = node.newer;
        }
    }
}
