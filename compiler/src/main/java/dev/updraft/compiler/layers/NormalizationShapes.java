package dev.updraft.compiler.layers;

import dev.updraft.compiler.layers.LayerShapes.Fits;
import dev.updraft.compiler.layers.LayerShapes.Misfit;
import dev.updraft.compiler.layers.LayerShapes.Result;
import dev.updraft.compiler.tensor.Shape;
import java.util.Locale;

/** The output shape of a layer that normalizes, which is the input's. */
final class NormalizationShapes {
    private NormalizationShapes() {}

    static Result of(NormalizationLayer layer, Shape input) {
        return switch (layer) {
            case NormalizationLayer.Normalize(var mean, var variance) -> normalize(mean.size(), variance.size(), input);
            case NormalizationLayer.Normalization _ -> LayerShapes.vector(input, input);
            case NormalizationLayer.BatchNorm _, NormalizationLayer.LayerNorm _, NormalizationLayer.RmsNorm _ ->
                LayerShapes.vector(input, input);
            case NormalizationLayer.GroupNorm norm -> grouped(norm, input);
            case NormalizationLayer.UnitNormalization(var axis) ->
                LayerShapes.hasAxis(axis, input) ? new Fits(input) : LayerShapes.noAxis(axis);
        };
    }

    private static Result grouped(NormalizationLayer.GroupNorm norm, Shape input) {
        if (input.rank() < 2) {
            return LayerShapes.vector(input, input);
        }
        var channels = input.dim(-1);
        return channels % norm.groups(channels) == 0
                ? new Fits(input)
                : new Misfit(
                        0,
                        String.format(Locale.ROOT, "a number of channels divisible by groups: %d", norm.groups()),
                        "groups: -1 makes a group of each channel");
    }

    private static Result normalize(int means, int variances, Shape input) {
        var values = Math.max(means, variances);
        return values == 1 || input.dim(-1) == values
                ? new Fits(input)
                : new Misfit(
                        0,
                        String.format(Locale.ROOT, "a last axis of size %d, to match the %d values", values, values),
                        null);
    }
}
