package dev.updraft.compiler.summary;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.StepPrecision;
import dev.updraft.compiler.layers.TableLayer.Encode;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.layers.Weight;
import dev.updraft.compiler.tensor.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model at a glance.
 *
 * @param model its name
 * @param rows its inputs, then its layers
 * @param encodings what its {@code encode} layers make of columns
 * @param windows which rows a sample is, in words; null if it is one row
 * @param threshold what the file says of the probability from which on a sample is of the second of two classes, {@code
 *     best(f1)}; null where it says nothing
 * @param precision what a training step multiplies in, {@code bf16}; null where everything is float32
 * @param trees how many its trees may be; null if it has none
 */
public record Summary(
        String model,
        List<Row> rows,
        List<Encoding> encodings,
        @Nullable String windows,
        @Nullable String threshold,
        @Nullable String precision,
        @Nullable Trees trees) {

    public Summary {
        rows = List.copyOf(rows);
        encodings = List.copyOf(encodings);
    }

    /**
     * What an {@code encode} layer makes of a group of columns.
     *
     * @param layer its name
     * @param input name of the group
     */
    public record Encoding(String layer, String input, List<EncodedColumn> columns) {
        public Encoding {
            columns = List.copyOf(columns);
        }

        /** How many numbers it makes of a row. */
        public int numbers() {
            return columns.stream().mapToInt(EncodedColumn::numbers).sum();
        }
    }

    /**
     * The trees that a layer may grow; a model has one such layer.
     *
     * @param layer its name
     * @param trees how many at most, for each output where those have trees of their own
     * @param leaves how many each has at most
     * @param outputs how many outputs have trees of their own
     */
    public record Trees(String layer, int trees, int leaves, int outputs) {
        static @Nullable Trees of(LayerGraph graph) {
            var node = graph.trees();
            if (node == null) {
                return null;
            }
            var layer = (TreeLayer) node.layer();
            var settings = layer.settings();
            return new Trees(node.name(), settings.trees(), settings.maxLeaves(), layer.treesOfRound());
        }
    }

    /**
     * A layer or an input.
     *
     * @param name the layer's name
     * @param kind such as {@code conv2d}; {@code input} for an input, {@code window} for one of rows
     * @param shape its output shape, with the batch axis
     * @param inputs names of its inputs
     * @param trainable number of trainable parameters
     * @param nonTrainable how many numbers of it only the forward pass changes
     * @param shared whether it shares the parameters of an earlier layer, which are counted there
     * @param flops floating-point operations for one sample, two a multiply-add; see {@link Layer#flopsPerSample}
     */
    public record Row(
            String name,
            String kind,
            Shape shape,
            List<String> inputs,
            long trainable,
            long nonTrainable,
            boolean shared,
            long flops) {

        public Row {
            inputs = List.copyOf(inputs);
        }

        /** How many numbers it has. */
        public long parameters() {
            return trainable + nonTrainable;
        }
    }

    /** The summary of {@code graph}. */
    public static Summary of(LayerGraph graph) {
        var inputs = graph.inputs().stream()
                .map(input -> new Row(input.name(), kind(input), input.shape(), List.of(), 0, 0, false, 0));
        var owners = new HashSet<>(graph.owners());
        var layers = graph.layers().stream().map(layer -> row(layer, owners.contains(layer)));
        var threshold = graph.fit().threshold();
        var precision = graph.fit().step().precision();
        return new Summary(
                graph.name(),
                Stream.concat(inputs, layers).toList(),
                graph.layers().stream().flatMap(Summary::encoding).toList(),
                windows(graph),
                threshold == null ? null : threshold.text(),
                precision == StepPrecision.FLOAT32 ? null : precision.text(),
                Trees.of(graph));
    }

    private static String kind(LayerGraph.Input input) {
        return input.columns() == null || input.columns().window() == null ? "input" : "window";
    }

    /** {@code windows of 48 rows in the order of time, by station; targets 1 row later}. */
    private static @Nullable String windows(LayerGraph graph) {
        for (var input : graph.inputs()) {
            var window = input.columns() == null ? null : input.columns().window();
            if (window != null) {
                return input.name() + ": " + window.words();
            }
        }
        return null;
    }

    private static Stream<Encoding> encoding(LayerNode node) {
        return node.layer() instanceof Encode encode
                ? Stream.of(new Encoding(node.name(), node.inputs().getFirst().name(), EncodedColumn.of(encode)))
                : Stream.of();
    }

    private static Row row(LayerNode node, boolean owner) {
        var shapes = node.inputs().stream().map(LayerGraph.Value::shape).toList();
        // Of trees there is only room yet.
        var isCounted = owner && !(node.layer() instanceof TreeLayer);
        var weights = isCounted ? node.weights() : List.<Weight>of();
        return new Row(
                node.name(),
                Catalog.nameOf(node.layer()),
                node.shape(),
                node.inputs().stream().map(LayerGraph.Value::name).toList(),
                elements(weights.stream().filter(Weight::trainable)),
                elements(weights.stream().filter(weight -> !weight.trainable())),
                !owner && !node.weights().isEmpty(),
                node.layer().flopsPerSample(shapes, node.shape()));
    }

    private static long elements(Stream<Weight> weights) {
        return weights.mapToLong(weight -> weight.shape().elementsPerSample()).sum();
    }

    public long trainable() {
        return total(Row::trainable);
    }

    public long nonTrainable() {
        return total(Row::nonTrainable);
    }

    public long parameters() {
        return total(Row::parameters);
    }

    /** Floating-point operations of the forward pass for one sample; the largest {@code long} if there are more. */
    public long flops() {
        return total(Row::flops);
    }

    private long total(ToLongFunction<Row> metric) {
        return rows.stream()
                .mapToLong(metric)
                .reduce(0, (sum, next) -> sum > Long.MAX_VALUE - next ? Long.MAX_VALUE : sum + next);
    }
}
