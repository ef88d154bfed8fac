package dev.updraft.trees;

import static java.util.Objects.requireNonNull;

import dev.updraft.engine.spi.DeviceRows;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Grows trees on the same rows, one after the other, with the same buffers. For one caller at a time. */
public final class TreeGrower {
    private static final int STREAM = 0x7267_0003;
    private static final int STREAM_ORDER = 0x7267_0005;

    private final BinnedFeatures data;
    private final TreeSettings settings;
    private final Workers workers;
    private final QuantizedGradients quantized;
    private final RowOrder rowOrder;
    private final @Nullable DeviceRows device;
    private final Histograms histograms;
    private final int[] leafOf;
    private @Nullable HistogramPool pool;
    private int outputs;

    /** Allocates what growing takes: about 24 bytes per row, more with several outputs. */
    public TreeGrower(BinnedFeatures data, TreeSettings settings, Workers workers) {
        this(data, settings, workers, null);
    }

    /**
     * As the other; the trees are the same with a device and without.
     *
     * @param device holds the rows of {@code data}, if {@link #unfitForDevice} has nothing against it; null: the processor does all
     */
    public TreeGrower(BinnedFeatures data, TreeSettings settings, Workers workers, @Nullable DeviceRows device) {
        this.data = data;
        this.settings = settings;
        this.workers = workers;
        quantized = new QuantizedGradients(data.rows());
        this.device = device;
        rowOrder = device == null ? new RowPartition(data, workers) : new DeviceOrder(data, device);
        histograms = new Histograms(data, quantized, workers.threads());
        leafOf = new int[data.rows()];
    }

    /**
     * Why trees cannot be grown on a device, as the end of a sentence; null if they can.
     *
     * @param curvatures of a row: one, or one for each output
     */
    public static @Nullable String unfitForDevice(TreeSettings settings, int curvatures) {
        if (curvatures > 1) {
            return "the loss is curved in another way for each number of a leaf";
        }
        return settings.criterion() instanceof Criterion.Squares
                ? null
                : "splits are judged by logarithms, and devices differ in their last digits";
    }

    /**
     * Grows a tree: the same for any number of threads. Gradients are rounded to whole numbers, up or down at random, by the seed,
     * the tree's number and the row's; so the same rows in another order may give a tree that differs where splits are close.
     *
     * @param gradients output × row: the derivative of the loss by each output, weights included. For classification forests
     *     −1 for the row's class and 0 for the others gives Gini's splits, and shares of classes as values
     * @param curvatures output × row, or once for all outputs: the second derivative, or the weight; not negative
     * @param drawn per row: how often it was drawn for this tree (0 = not, up to 127); null: once each
     * @param seed the seed of what is random
     * @param tree the number of the tree
     * @throws IllegalArgumentException if a gradient or curvature of a drawn row is not finite, or a curvature is negative; if an
     *     array does not have a value per row; if there are monotone features and several outputs
     */
    public GrownTree grow(float[][] gradients, float[][] curvatures, byte @Nullable [] drawn, long seed, int tree) {
        check(gradients, curvatures, drawn);
        quantized.set(gradients, curvatures, drawn, seed, tree, rowOrder.order(), workers);
        var features = drawFeatures(seed, tree);
        var active = new boolean[data.width()];
        for (var feature : features) {
            active[feature] = true;
        }
        histograms.setActive(active);
        if (pool == null || outputs != gradients.length) {
            outputs = gradients.length;
            pool = new HistogramPool(outputs, histograms.lengths());
        }
        var counter = new RowCounter(data, rowOrder, drawn);
        var growth = new Growth(data, settings, quantized, rowOrder, counter, workers, device != null);
        var finder = new SplitFinder(data, settings, quantized, counter, new RandomThreshold(seed, tree));
        var nodes = growth.run(
                search(finder, growth, ordered(features, drawn, seed, tree), drawn, seed, tree), finder.objective());
        new LeafAssignment(data, rowOrder.order(), nodes, workers).fill(leafOf, drawn);
        return new GrownTree(TreeAssembly.of(data, nodes, outputs, finder.objective(), counter), leafOf);
    }

    /** Of splits that gain the same the first feature's is taken: in a forest not of the same feature in each tree. */
    private int[] ordered(int[] features, byte @Nullable [] drawn, long seed, int tree) {
        var isOfForest = settings.midway() && (drawn != null || settings.extraRandom());
        return isOfForest ? SampledSearch.shuffled(features, seed, tree, STREAM_ORDER) : features;
    }

    private NodeSearch search(
            SplitFinder finder, Growth growth, int[] features, byte @Nullable [] drawn, long seed, int tree) {
        if (device != null && rowOrder instanceof DeviceOrder there) {
            there.begin();
            var rules = new DeviceRules(data, settings, quantized, finder.objective(), features, seed, tree);
            device.begin(rules.tree(there.order(), drawn));
            return new DeviceSearch(device, rules, growth::maySplitTwice);
        }
        return settings.maxFeatures() > 0 && settings.maxFeatures() < features.length
                ? new SampledSearch(
                        data,
                        quantized,
                        histograms,
                        finder,
                        rowOrder.order(),
                        features,
                        settings.maxFeatures(),
                        seed,
                        tree,
                        workers)
                : new HistogramSearch(
                        data,
                        quantized,
                        histograms,
                        requireNonNull(pool),
                        finder,
                        rowOrder.order(),
                        features,
                        growth::maySplitTwice,
                        workers);
    }

    private void check(float[][] gradients, float[][] curvatures, byte @Nullable [] drawn) {
        if (gradients.length == 0) {
            throw new IllegalArgumentException("a tree has at least one output");
        }
        for (var gradient : gradients) {
            checkRows("gradients", gradient.length);
        }
        if (curvatures.length != 1 && curvatures.length != gradients.length) {
            throw new IllegalArgumentException("%s arrays of curvatures for %s outputs; there is one, or one for each"
                    .formatted(curvatures.length, gradients.length));
        }
        for (var curvature : curvatures) {
            checkRows("curvatures", curvature.length);
        }
        if (drawn != null) {
            checkRows("counts of draws", drawn.length);
        }
        if (gradients.length > 1) {
            for (var feature : data.features()) {
                if (feature.monotone() != 0) {
                    throw new IllegalArgumentException("feature '%s' is monotone; that needs a single output, not %s"
                            .formatted(feature.name(), gradients.length));
                }
            }
        }
    }

    private void checkRows(String what, int count) {
        if (count != data.rows()) {
            throw new IllegalArgumentException("%s %s for %s rows".formatted(count, what, data.rows()));
        }
    }

    private int[] drawFeatures(long seed, int tree) {
        var all = IntStream.range(0, data.width()).toArray();
        var count = Math.max(1, (int) Math.round(settings.colsample() * all.length));
        if (count == all.length) {
            return all;
        }
        var drawn = Arrays.copyOf(SampledSearch.shuffled(all, seed, tree, STREAM), count);
        Arrays.sort(drawn);
        return drawn;
    }
}
