package dev.updraft.trees;

import dev.updraft.engine.spi.CountedNode;
import dev.updraft.engine.spi.DeviceRows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Lets a device add up histograms, of two siblings the smaller one as {@link HistogramSearch} does, and find splits in them. Since
 * sums are those of the processor, and scores are computed in the same order, the splits are too.
 */
final class DeviceSearch implements NodeSearch {
    private final DeviceRows device;
    private final DeviceRules rules;
    private final Predicate<GrowingNode> keeps;
    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    /** @param keeps whether a node's children will be searched */
    DeviceSearch(DeviceRows device, DeviceRules rules, Predicate<GrowingNode> keeps) {
        this.device = device;
        this.rules = rules;
        this.keeps = keeps;
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
        var wanted =
                families.stream().flatMap(family -> family.wanted().stream()).toList();
        if (!wanted.isEmpty()) {
            var counted = counted(families);
            var found =
                    device.search(counted, wanted.stream().map(rules::searched).toList());
            for (var i = 0; i < wanted.size(); i++) {
                var node = wanted.get(i);
                var split = found.get(i);
                node.split = split == null ? null : rules.split(node, split);
            }
        }
        families.forEach(this::release);
    }

    private List<CountedNode> counted(List<Family> families) {
        var counted = new ArrayList<CountedNode>();
        for (var family : families) {
            for (var node : family.counted()) {
                node.slot = free.remove();
                var parent = family.bySubtraction() ? family.slot() : GrowingNode.NO_SLOT;
                counted.add(new CountedNode(node.from, node.to, node.slot, parent));
            }
            if (family.bySubtraction()) {
                for (var node : family.nodes()) {
                    if (node != family.smallest()) {
                        node.slot = family.slot();
                    }
                }
            }
        }
        return counted;
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
