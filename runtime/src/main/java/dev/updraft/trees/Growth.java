package dev.updraft.trees;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Splits nodes until nothing more is to be gained: level by level, or, with a limit of leaves, the largest gain first. */
final class Growth {
    private final BinnedFeatures data;
    private final TreeSettings settings;
    private final QuantizedGradients gradients;
    private final RowOrder partition;
    private final RowCounter counter;
    private final Workers workers;
    private final boolean together;
    private final List<GrowingNode> nodes = new ArrayList<>();
    private int leaves = 1;

    /** @param together whether it is faster to split many nodes together than one after the other */
    Growth(
            BinnedFeatures data,
            TreeSettings settings,
            QuantizedGradients gradients,
            RowOrder partition,
            RowCounter counter,
            Workers workers,
            boolean together) {
        this.data = data;
        this.settings = settings;
        this.gradients = gradients;
        this.partition = partition;
        this.counter = counter;
        this.workers = workers;
        this.together = together;
    }

    /** All nodes, children behind their parents. */
    List<GrowingNode> run(NodeSearch search, Objective objective) {
        var root = root();
        nodes.add(root);
        search.search(List.of(family(List.of(root), null, GrowingNode.NO_SLOT, objective)));
        if (settings.maxLeaves() == 0) {
            byLevels(root, search, objective);
        } else if (together && splitsAll()) {
            byLevels(root, search, objective);
            orderByGain(root);
        } else {
            byGain(root, search, objective);
        }
        return nodes;
    }

    private void byLevels(GrowingNode root, NodeSearch search, Objective objective) {
        var open = root.split == null ? List.<GrowingNode>of() : List.of(root);
        while (!open.isEmpty()) {
            open = split(open, search, objective);
        }
    }

    private void byGain(GrowingNode root, NodeSearch search, Objective objective) {
        var open = byGain();
        add(root, open);
        while (leaves < settings.maxLeaves() && !open.isEmpty()) {
            open.addAll(split(List.of(open.remove()), search, objective));
        }
    }

    /** Whether leaves suffice for all levels, so that the order in which nodes split changes nothing but their numbers. */
    private boolean splitsAll() {
        return settings.maxDepth() > 0
                && settings.maxLeaves() >= 1L << Math.min(settings.maxDepth(), Integer.SIZE)
                && !settings.extraRandom()
                && settings.maxFeatures() == 0;
    }

    /** Numbers nodes as if they had split the largest gain first. */
    private void orderByGain(GrowingNode root) {
        var before = List.copyOf(nodes);
        nodes.clear();
        nodes.add(root);
        var open = byGain();
        add(root, open);
        while (!open.isEmpty()) {
            var parent = open.remove();
            var first = parent.left;
            parent.left = nodes.size();
            for (var child : before.subList(first, first + 2)) {
                child.id = nodes.size();
                nodes.add(child);
                add(child, open);
            }
        }
    }

    private static void add(GrowingNode node, PriorityQueue<GrowingNode> open) {
        if (node.split != null) {
            open.add(node);
        }
    }

    private static PriorityQueue<GrowingNode> byGain() {
        return new PriorityQueue<>(Comparator.<GrowingNode>comparingDouble(
                        node -> -requireNonNull(node.split).gain())
                .thenComparingInt(node -> node.id));
    }

    private GrowingNode root() {
        var sums = new RootSums(gradients, partition.order(), workers).sum();
        var root = new GrowingNode(0, 0, sums, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        root.to = gradients.drawnRows();
        return root;
    }

    /** Splits nodes and searches their children. Returns the children that can split. */
    private List<GrowingNode> split(List<GrowingNode> splitting, NodeSearch search, Objective objective) {
        var middles = partition.split(splitting);
        var families = new ArrayList<Family>();
        leaves += splitting.size();
        for (var i = 0; i < middles.length; i++) {
            families.add(family(splitting.get(i), middles[i], objective));
        }
        search.search(families);
        return families.stream()
                .flatMap(family -> family.nodes().stream())
                .filter(node -> node.split != null)
                .toList();
    }

    private Family family(GrowingNode parent, int middle, Objective objective) {
        var split = requireNonNull(parent.split);
        var ofRight = parent.sums.without(split.left());
        var monotone = data.features().get(split.feature()).monotone();
        var bound = 0.0;
        if (monotone != 0) {
            bound = (objective.value(split.left(), 0, parent.lower, parent.upper)
                            + objective.value(ofRight, 0, parent.lower, parent.upper))
                    / 2;
        }
        parent.left = nodes.size();
        var left = new GrowingNode(
                parent.left,
                parent.depth + 1,
                split.left(),
                monotone < 0 ? bound : parent.lower,
                monotone > 0 ? bound : parent.upper);
        var right = new GrowingNode(
                parent.left + 1,
                parent.depth + 1,
                ofRight,
                monotone > 0 ? bound : parent.lower,
                monotone < 0 ? bound : parent.upper);
        left.from = parent.from;
        left.to = middle;
        right.from = middle;
        right.to = parent.to;
        nodes.add(left);
        nodes.add(right);
        var family = family(List.of(left, right), parent.histogram, parent.slot, objective);
        parent.histogram = null;
        parent.slot = GrowingNode.NO_SLOT;
        return family;
    }

    private Family family(List<GrowingNode> members, long @Nullable [][] histogram, int slot, Objective objective) {
        return new Family(
                members,
                members.stream().filter(node -> maySplit(node, objective)).toList(),
                histogram,
                slot);
    }

    private boolean maySplit(GrowingNode node, Objective objective) {
        return (settings.maxDepth() == 0 || node.depth < settings.maxDepth())
                && (settings.maxLeaves() == 0 || leaves < settings.maxLeaves())
                && node.rows() > 1
                && node.curvature >= 2 * objective.leastCurvature
                && (counter.drawn() != null || node.rows() >= 2L * settings.minSamplesLeaf());
    }

    /** Whether a node that splits has children that may split. */
    boolean maySplitTwice(GrowingNode node) {
        return (settings.maxDepth() == 0 || node.depth + 1 < settings.maxDepth())
                && (settings.maxLeaves() == 0 || leaves + 1 < settings.maxLeaves());
    }
}
