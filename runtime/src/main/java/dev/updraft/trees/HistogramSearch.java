package dev.updraft.trees;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds splits from histograms of all features. Those of two siblings sum up to their parent's, so that only the smaller one is
 * counted. Threads share the rows of large nodes and the features of their histograms; small nodes are searched by one thread.
 */
final class HistogramSearch implements NodeSearch {
    private static final int FEATURES_AT_A_TIME = 4;
    private static final int ROWS_AT_A_TIME = 1 << 13;
    private static final int LEAST_SHARED_ROWS = 1 << 12;

    /**
     * What gains less than so much of a gain gains less for certain, however scores were rounded: of splits with the same gain
     * the first is to be found, whichever features are searched together.
     */
    private static final double CERTAINLY_LESS = 1 - 0x1p-50;

    private final BinnedFeatures data;
    private final QuantizedGradients gradients;
    private final Histograms histograms;
    private final HistogramPool pool;
    private final SplitFinder finder;
    private final int[] order;
    private final int[] features;
    private final Predicate<GrowingNode> keeps;
    private final Workers workers;

    /**
     * @param order the rows, in the order of nodes
     * @param features those that may split; of those that gain the same, the first does
     * @param keeps whether a node's children will be searched
     */
    HistogramSearch(
            BinnedFeatures data,
            QuantizedGradients gradients,
            Histograms histograms,
            HistogramPool pool,
            SplitFinder finder,
            int[] order,
            int[] features,
            Predicate<GrowingNode> keeps,
            Workers workers) {
        this.data = data;
        this.gradients = gradients;
        this.histograms = histograms;
        this.pool = pool;
        this.finder = finder;
        this.order = order;
        this.features = features;
        this.keeps = keeps;
        this.workers = workers;
    }

    @Override
    public void search(List<Family> families) {
        var all = families.stream().mapToLong(Family::countedRows).sum();
        var shared = Math.max(LEAST_SHARED_ROWS, all / (4L * workers.threads()));
        var small = new ArrayList<Family>();
        for (var family : families) {
            if (workers.threads() > 1 && family.countedRows() >= shared) {
                searchShared(family);
            } else {
                small.add(family);
            }
        }
        workers.run(small.size(), (i, thread) -> searchAlone(small.get(i), thread));
    }

    private void searchAlone(Family family, int thread) {
        for (var node : family.counted()) {
            node.histogram = pool.take();
            histograms.add(order, node.from, node.to, node.histogram, thread);
        }
        if (family.bySubtraction()) {
            subtract(family, 0, features.length);
        }
        for (var node : family.wanted()) {
            node.split = best(node, 0, features.length, null);
        }
        release(family);
    }

    private void searchShared(Family family) {
        var counted = family.counted();
        var parts = new long[counted.size()][workers.threads()][][];
        for (var i = 0; i < parts.length; i++) {
            count(counted.get(i), parts[i]);
        }
        var tasks = (features.length + FEATURES_AT_A_TIME - 1) / FEATURES_AT_A_TIME;
        var wanted = family.wanted();
        var splits = new @Nullable Split[wanted.size()][tasks];
        workers.run(tasks, (task, _) -> {
            var from = task * FEATURES_AT_A_TIME;
            var to = Math.min(features.length, from + FEATURES_AT_A_TIME);
            for (var i = 0; i < parts.length; i++) {
                join(requireNonNull(counted.get(i).histogram), parts[i], from, to);
            }
            if (family.bySubtraction()) {
                subtract(family, from, to);
            }
            for (var i = 0; i < splits.length; i++) {
                splits[i][task] = best(wanted.get(i), from, to, null);
            }
        });
        for (var i = 0; i < splits.length; i++) {
            wanted.get(i).split = best(splits[i]);
        }
        for (var partsOfNode : parts) {
            for (var thread = 1; thread < partsOfNode.length; thread++) {
                if (partsOfNode[thread] != null) {
                    pool.release(partsOfNode[thread]);
                }
            }
        }
        release(family);
    }

    /** Adds up the rows of a node, each thread those it takes. */
    private void count(GrowingNode node, long[][][] parts) {
        node.histogram = pool.take();
        parts[0] = node.histogram;
        var tasks = (node.rows() + ROWS_AT_A_TIME - 1) / ROWS_AT_A_TIME;
        workers.run(tasks, (task, thread) -> {
            if (parts[thread] == null) {
                parts[thread] = pool.take();
            }
            var from = node.from + task * ROWS_AT_A_TIME;
            histograms.add(order, from, Math.min(node.to, from + ROWS_AT_A_TIME), parts[thread], thread);
        });
    }

    private void join(long[][] sums, long[][][] parts, int from, int to) {
        for (var thread = 1; thread < parts.length; thread++) {
            if (parts[thread] != null) {
                forBins(from, to, sums, parts[thread], 1);
            }
        }
    }

    private void subtract(Family family, int from, int to) {
        var sums = requireNonNull(family.histogram());
        var smallest = requireNonNull(family.smallest().histogram);
        forBins(from, to, sums, smallest, -1);
        for (var node : family.nodes()) {
            if (node != family.smallest()) {
                node.histogram = sums;
            }
        }
    }

    /** Adds the bins of some features, or subtracts them. */
    private void forBins(int from, int to, long[][] histogram, long[][] otherHistogram, int sign) {
        for (var output = 0; output < gradients.outputs(); output++) {
            for (var i = from; i < to; i++) {
                var view = histograms.view(histogram, features[i]);
                var sums = view.sums(output);
                var other = histograms.view(otherHistogram, features[i]).sums(output);
                var end = view.base() + data.bins(features[i]).count();
                for (var bin = view.base(); bin < end; bin++) {
                    sums[bin] += sign * other[bin];
                }
            }
        }
    }

    private @Nullable Split best(GrowingNode node, int from, int to, @Nullable Split first) {
        var best = first;
        var sums = requireNonNull(node.histogram);
        for (var i = from; i < to; i++) {
            var floor = best == null ? 0 : best.gain() * CERTAINLY_LESS;
            var split = finder.find(node, features[i], histograms.view(sums, features[i]), null, floor);
            if (split != null && (best == null || split.gain() > best.gain())) {
                best = split;
            }
        }
        return best;
    }

    /** The split with the largest gain, the first of equal ones. */
    static @Nullable Split best(@Nullable Split[] splits) {
        Split best = null;
        for (var split : splits) {
            if (split != null && (best == null || split.gain() > best.gain())) {
                best = split;
            }
        }
        return best;
    }

    private void release(Family family) {
        var given = family.histogram();
        if (given != null && !family.bySubtraction()) {
            pool.release(given);
        }
        for (var node : family.nodes()) {
            var histogram = node.histogram;
            if (histogram != null && (node.split == null || !keeps.test(node) || !pool.mayKeep())) {
                pool.release(histogram);
                node.histogram = null;
            }
        }
    }
}
