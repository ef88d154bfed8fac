package dev.updraft.trees;

import dev.updraft.compiler.ops.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds splits from histograms of a few features drawn for each node. If none of them can split the node, more are drawn. */
final class SampledSearch implements NodeSearch {
    private static final int STREAM = 0x7267_0002;

    private final BinnedFeatures data;
    private final Histograms histograms;
    private final SplitFinder finder;
    private final int[] order;
    private final int[] features;
    private final int maxFeatures;
    private final long seed;
    private final int tree;
    private final Workers workers;
    private final long[][][] scratch;

    private record Pending(GrowingNode node, int[] drawn) {}

    SampledSearch(
            BinnedFeatures data,
            QuantizedGradients gradients,
            Histograms histograms,
            SplitFinder finder,
            int[] order,
            int[] features,
            int maxFeatures,
            long seed,
            int tree,
            Workers workers) {
        this.data = data;
        this.histograms = histograms;
        this.finder = finder;
        this.order = order;
        this.features = features;
        this.maxFeatures = maxFeatures;
        this.seed = seed;
        this.tree = tree;
        this.workers = workers;
        var bins = Arrays.stream(features).map(f -> data.bins(f).count()).max().orElseThrow();
        scratch = new long[workers.threads()][gradients.outputs()][bins];
    }

    @Override
    public void search(List<Family> families) {
        var pending = new ArrayList<Pending>();
        for (var family : families) {
            for (var node : family.wanted()) {
                pending.add(new Pending(node, drawn(features, seed, tree, node)));
            }
        }
        for (var first = 0; first < features.length && !pending.isEmpty(); first += maxFeatures) {
            var from = first;
            var count = Math.min(maxFeatures, features.length - first);
            var splits = new @Nullable Split[pending.size() * count];
            workers.run(splits.length, (task, thread) -> {
                var node = pending.get(task / count);
                splits[task] = find(node.node, node.drawn[from + task % count], scratch[thread]);
            });
            for (var i = 0; i < pending.size(); i++) {
                pending.get(i).node.split =
                        HistogramSearch.best(Arrays.copyOfRange(splits, i * count, (i + 1) * count));
            }
            pending.removeIf(node -> node.node.split != null);
        }
    }

    /** Finds a split. The sums are 0 before and afterwards. */
    private @Nullable Split find(GrowingNode node, int feature, long[][] sums) {
        var view = new HistogramView(sums, 0, 1, 0);
        histograms.addFeature(feature, order, node.from, node.to, view);
        // In a node of few rows most bins are empty, and those that are not are listed.
        if (node.rows() > data.bins(feature).count() / 2) {
            var split = finder.find(node, feature, view, null, 0);
            for (var ofOutput : sums) {
                Arrays.fill(ofOutput, 0, data.bins(feature).count(), 0);
            }
            return split;
        }
        var present = data.bins(feature).narrow() ? present(node, data.column(feature)) : presentOfMany(node, feature);
        var split = finder.find(node, feature, view, present, 0);
        for (var ofOutput : sums) {
            for (var bin : present) {
                ofOutput[bin] = 0;
            }
        }
        return split;
    }

    private int[] presentOfMany(GrowingNode node, int feature) {
        return IntStream.range(node.from, node.to)
                .map(place -> data.bin(feature, order[place]))
                .sorted()
                .distinct()
                .toArray();
    }

    /** The bins that a node's rows are in, ascending. */
    private int[] present(GrowingNode node, byte[] column) {
        var bits = new long[HistogramKernels.SLOT / Long.SIZE];
        for (var i = node.from; i < node.to; i++) {
            var bin = column[order[i]] & 0xff;
            bits[bin / Long.SIZE] |= 1L << bin;
        }
        var count = 0;
        for (var word : bits) {
            count += Long.bitCount(word);
        }
        var present = new int[count];
        var place = 0;
        for (var i = 0; i < bits.length; i++) {
            for (var word = bits[i]; word != 0; word &= word - 1) {
                present[place++] = i * Long.SIZE + Long.numberOfTrailingZeros(word);
            }
        }
        return present;
    }

    /** Features in the order in which a node asks about them. */
    static int[] drawn(int[] features, long seed, int tree, GrowingNode node) {
        return shuffled(features, seed, (long) tree << Integer.SIZE | node.id, STREAM);
    }

    /** The numbers in random order. */
    static int[] shuffled(int[] numbers, long seed, long step, int stream) {
        var result = numbers.clone();
        for (var i = result.length - 1; i > 0; i--) {
            var word = Philox.block(seed, step, stream, i >>> 2).word(i);
            var other = (int) ((Integer.toUnsignedLong(word) * (i + 1)) >>> 32);
            var number = result[i];
            result[i] = result[other];
            result[other] = number;
        }
        return result;
    }
}
