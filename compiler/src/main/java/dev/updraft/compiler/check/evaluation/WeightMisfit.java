package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.Weight;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether initializers and constraints suit the shapes of the weights, which only the layer's inputs tell. */
final class WeightMisfit {
    /** Beyond this, making orthogonal columns takes minutes. */
    private static final long MOST_ORTHOGONAL = 1 << 24;

    private WeightMisfit() {}

    /** What does not suit a weight of a layer, in a line; null if everything does. */
    static @Nullable String of(String kind, Layer layer, List<Shape> inputs) {
        for (var weight : layer.weights(inputs)) {
            var place = "the %s %s of `%s`".formatted(weight.name(), weight.shape(), kind);
            var initializer = ofInitializer(weight, place);
            if (initializer != null) {
                return initializer;
            }
            var rank = weight.shape().rank();
            for (var axis : weight.constraint().axes()) {
                if (axis >= rank) {
                    return String.format(
                            Locale.ROOT, "`axis` expects axes of %s, from 0 to %d, found %d", place, rank - 1, axis);
                }
            }
        }
        return null;
    }

    private static @Nullable String ofInitializer(Weight weight, String place) {
        var rank = weight.shape().rank();
        return switch (weight.initializer()) {
            case Initializer.Orthogonal _
            when rank < 2 -> "`orthogonal` expects a weight with at least two axes, found " + place;
            case Initializer.Orthogonal _
            when weight.shape().elementsPerSample() > MOST_ORTHOGONAL ->
                String.format(
                        Locale.ROOT,
                        "`orthogonal` expects a weight with at most %d elements, found %s",
                        MOST_ORTHOGONAL,
                        place);
            case Initializer.Identity _ when rank != 2 -> "`identity` expects a matrix, found " + place;
            case Initializer.Orthogonal _,
                    Initializer.Identity _,
                    Initializer.Zeros _,
                    Initializer.Ones _,
                    Initializer.Constant _,
                    Initializer.RandomUniform _,
                    Initializer.RandomNormal _,
                    Initializer.TruncatedNormal _,
                    Initializer.VarianceScaling _ -> null;
        };
    }
}
