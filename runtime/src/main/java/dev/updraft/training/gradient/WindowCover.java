package dev.updraft.training.gradient;

import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.NormalizationLayer;
import dev.updraft.compiler.layers.PreprocessingLayer;
import dev.updraft.compiler.layers.TableLayer;
import dev.updraft.compiler.layers.TensorFunction;
import dev.updraft.data.RowWindows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Windows that together have every row once: windows overlap, and what is learnt of rows is not to count them as often. */
final class WindowCover {
    private WindowCover() {}

    /**
     * A window of which some rows are taken.
     *
     * @param from the first of its rows that no other has
     */
    record Part(int sample, int from) {}

    /** As few windows as have all rows. */
    static List<Part> of(RowWindows windows) {
        var past = windows.window().past();
        var samples = IntStream.range(0, windows.size())
                .boxed()
                .sorted(Comparator.comparingInt(windows::first))
                .toList();
        var parts = new ArrayList<Part>();
        var covered = 0;
        for (var i = 0; i < samples.size(); i++) {
            var first = windows.first(samples.get(i));
            // The next one would have as much of what is missing, and more.
            var isLast = i + 1 == samples.size() || windows.first(samples.get(i + 1)) > covered;
            if (isLast && first + past > covered) {
                parts.add(new Part(samples.get(i), covered - first));
                covered = first + past;
            }
        }
        return parts;
    }

    /** Whether a value is computed of each row on its own, so that it is the same in all windows that have the row. */
    static boolean isOfRows(LayerGraph.Value value) {
        return switch (value) {
            case LayerGraph.Input input -> input.columns() != null;
            case LayerGraph.NumberValue _ -> true;
            case LayerGraph.TargetValue _ -> false;
            case LayerGraph.LayerNode node -> isOfRows(node);
        };
    }

    private static boolean isOfRows(LayerGraph.LayerNode node) {
        var keepsRows = switch (node.layer()) {
            case TableLayer _, NormalizationLayer.Normalization _, Layer.Dense _, Layer.Embedding _, Layer.Rescale _ ->
                true;
            case PreprocessingLayer _ -> node.shape().rank() > 2;
            case Layer.Activate(var function) -> function instanceof Activation.Elementwise;
            case Layer.Concat(var axis) ->
                node.shape().axisFromStart(axis) == node.shape().rank() - 1;
            case Layer.Add _, Layer.Subtract _, Layer.Multiply _ -> true;
            case Layer.Compute(var function) -> isElementwise(function) && areOfOneRank(node);
            case Layer _ -> false;
        };
        return keepsRows && node.inputs().stream().allMatch(WindowCover::isOfRows);
    }

    private static boolean isElementwise(TensorFunction function) {
        return function instanceof TensorFunction.Unary
                || function instanceof TensorFunction.Binary
                || function instanceof TensorFunction.Clip
                || function instanceof TensorFunction.Where
                || function instanceof TensorFunction.Average
                || function instanceof TensorFunction.ToFloat;
    }

    /** Numbers aside; otherwise an axis of rows could meet another one. */
    private static boolean areOfOneRank(LayerGraph.LayerNode node) {
        return node.inputs().stream()
                .allMatch(input -> input instanceof LayerGraph.NumberValue
                        || input.shape().rank() == node.shape().rank());
    }
}
