package dev.updraft.trees;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds splits from histograms that a device adds up: of two siblings the smaller one, as {@link HistogramSearch} does. Since the
 * sums are those of the processor, the splits are too.
 */
final class DeviceSearch implements NodeSearch {
    private final RowDevice device;
    private final SplitFinder finder;
    private final int[] features;
    private final Predicate<GrowingNode> keeps;
    private final Workers workers;
    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    /**
     * @param features those that may split, ascending
     * @param keeps whether a node's children will be searched
     */
    DeviceSearch(
            RowDevice device, SplitFinder finder, int[] features, Predicate<GrowingNode> keeps, Workers workers) {
        this.device = device;
        this.finder = finder;
        this.features = features;
        this.keeps = keeps;
        this.workers = workers;
        IntStream.range(0, device.slots()).forEach(free::add);
    }

    @Override
    public void search(List<Family> families) {
        var batch = new ArrayList<Family>();
        var nodes = 0;
        for (var family : families) {
            if (nodes + family.counted().size() > device.mostNodes()) {
                searchTogether(batch);
                batch.clear();
                nodes = 0;
            }
            batch.add(family);
            nodes += family.counted().size();
        }
        searchTogether(batch);
    }

    private void searchTogether(List<Family> families) {
        var wanted = families.stream().flatMap(family -> family.wanted().stream()).toList();
        if (!wanted.isEmpty()) {
            var sums = count(families, wanted);
            workers.run(wanted.size(), (i, _) -> wanted.get(i).split = best(wanted.get(i), sums, i));
        }
        families.forEach(this::release);
    }

    private long[] count(List<Family> families, List<GrowingNode> wanted) {
        var counted = new ArrayList<GrowingNode>();
        var parents = new ArrayList<Integer>();
        for (var family : families) {
            for (var node : family.counted()) {
                node.slot = free.remove();
                counted.add(node);
                parents.add(family.bySubtraction() ? family.slot() : GrowingNode.NO_SLOT);
            }
            if (family.bySubtraction()) {
                for (var node : family.nodes()) {
                    if (node != family.smallest()) {
                        node.slot = family.slot();
                    }
                }
            }
        }
        return device.count(
                counted.stream().mapToInt(node -> node.from).toArray(),
                counted.stream().mapToInt(node -> node.to).toArray(),
                counted.stream().mapToInt(node -> node.slot).toArray(),
                parents.stream().mapToInt(slot -> slot).toArray(),
                wanted.stream().mapToInt(node -> node.slot).toArray());
    }

    private @Nullable Split best(GrowingNode node, long[] sums, int place) {
        Split best = null;
        var arrays = new long[][] {sums};
        for (var i = 0; i < features.length; i++) {
            var view = new HistogramView(arrays, 0, 1, (place * features.length + i) * RowDevice.BINS);
            var split = finder.find(node, features[i], view, null, best == null ? 0 : best.gain());
            if (split != null) {
                best = split;
            }
        }
        return best;
    }

    /** Keeps histograms of nodes whose children are searched, as long as the next call has all the slots it may need. */
    private void release(Family family) {
        if (family.slot() != GrowingNode.NO_SLOT && !family.bySubtraction()) {
            free.add(family.slot());
        }
        for (var node : family.nodes()) {
            if (node.slot != GrowingNode.NO_SLOT
                    && (node.split == null || !keeps.test(node) || free.size() < device.mostNodes())) {
                free.add(node.slot);
                node.slot = GrowingNode.NO_SLOT;
            }
        }
    }
}
