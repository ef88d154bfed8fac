package dev.updraft.compiler.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.layers.PreprocessingLayer.CategoryEncoding;
import dev.updraft.compiler.layers.PreprocessingLayer.CategoryEncoding.OutputMode;
import dev.updraft.compiler.layers.ReshapingLayer.Border;
import dev.updraft.compiler.layers.ReshapingLayer.Interpolation;
import dev.updraft.compiler.lower.Network;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LayerShapesTest {
    private static final Size ONE = new Size(1, 1);

    private static Layer conv(Size kernel, Size stride, Padding padding, Size dilation) {
        return new Layer.Conv2d(
                5,
                kernel,
                stride,
                padding,
                dilation,
                1,
                new Activation.Linear(),
                true,
                new Initializer.Zeros(),
                new Initializer.Zeros(),
                Regularizer.NONE,
                Regularizer.NONE,
                Regularizer.NONE,
                new Constraint.None(),
                new Constraint.None());
    }

    private static Shape shape(Layer layer, Shape... inputs) {
        return ((LayerShapes.Fits) LayerShapes.of(layer, List.of(inputs))).shape();
    }

    /** Counts the places one by one: a window starts at every stride and must end inside the image. */
    @Property(tries = 200)
    void validWindowsStayInsideTheImage(
            @ForAll @IntRange(min = 1, max = 20) int extent,
            @ForAll @IntRange(min = 1, max = 5) int kernel,
            @ForAll @IntRange(min = 1, max = 4) int stride,
            @ForAll @IntRange(min = 1, max = 3) int dilation) {
        var places = 0;
        for (var start = 0; start + dilation * (kernel - 1) < extent; start += stride) {
            places++;
        }
        var layer = conv(new Size(kernel, 1), new Size(stride, 1), Padding.VALID, new Size(dilation, 1));
        var result = LayerShapes.of(layer, List.of(Shape.batch(extent, 7, 3)));

        if (places == 0) {
            assertThat(result).isInstanceOf(LayerShapes.Misfit.class);
        } else {
            assertThat(result).isEqualTo(new LayerShapes.Fits(Shape.batch(places, 7, 5)));
        }
    }

    @Property(tries = 50)
    void samePaddingGivesOnePlaceForEachStrideBegun(
            @ForAll @IntRange(min = 1, max = 20) int extent, @ForAll @IntRange(min = 1, max = 4) int stride) {
        var layer = conv(new Size(3, 3), new Size(stride, 1), Padding.SAME, ONE);

        assertThat(shape(layer, Shape.batch(extent, 9, 3)))
                .isEqualTo(Shape.batch((extent + stride - 1) / stride, 9, 5));
    }

    @Test
    void layersThatArrangeKeepTheElements() {
        assertThat(shape(new ReshapingLayer.Flatten(), Shape.batch(2, 3, 4))).isEqualTo(Shape.batch(24));
        assertThat(shape(new ReshapingLayer.Reshape(List.of(6, -1)), Shape.batch(2, 3, 4)))
                .isEqualTo(Shape.batch(6, 4));
        assertThat(shape(new Layer.Concat(1), Shape.batch(2, 3), Shape.batch(5, 3)))
                .isEqualTo(Shape.batch(7, 3));
        assertThat(shape(new Layer.Concat(-1), Shape.batch(2, 3), Shape.batch(2, 1)))
                .isEqualTo(Shape.batch(2, 4));
    }

    @Test
    void concatGoesAlongAnyAxisOfASample() {
        assertThat(shape(new Layer.Concat(2), Shape.batch(2, 3, 4), Shape.batch(2, 5, 4)))
                .isEqualTo(Shape.batch(2, 8, 4));
        assertThat(shape(new Layer.Concat(-2), Shape.batch(2, 3, 4), Shape.batch(2, 5, 4)))
                .isEqualTo(Shape.batch(2, 8, 4));
        assertThat(shape(new Layer.Concat(-3), Shape.batch(2, 3, 4), Shape.batch(1, 3, 4)))
                .isEqualTo(Shape.batch(3, 3, 4));
        assertThat(LayerShapes.of(new Layer.Concat(-4), List.of(Shape.batch(2, 3, 4), Shape.batch(2, 3, 4))))
                .isInstanceOf(LayerShapes.Misfit.class);
    }

    @Test
    void anEmbeddingHasAnAxisMoreAndATable() {
        var embedding = new Layer.Embedding(
                9, 5, new Initializer.RandomUniform(-0.05, 0.05), Regularizer.NONE, new Constraint.None());
        assertThat(shape(embedding, Shape.batch(2, 3))).isEqualTo(Shape.batch(2, 3, 5));
        assertThat(embedding.weights(List.of(Shape.batch(2, 3))))
                .extracting(weight -> weight.name() + " " + weight.shape())
                .containsExactly("embeddings [9, 5]");
    }

    /** What {@link Layer} promises: whatever fits has weights and a cost. */
    @Test
    void everyLayerThatFitsHasWeightsAndACost() {
        for (var row : Catalog.LAYERS.rows()) {
            if (List.of("encode", "date_encoding", "target_encoding", "category_encoding", "embedding")
                    .contains(row.name())) {
                continue; // Their examples fit columns of a table alone.
            }
            var shape = switch (row.name()) {
                case "reshape", "spatial_dropout1d" -> Shape.batch(49, 64);
                case "repeat_vector",
                        "k_means",
                        "gaussian_mixture",
                        "pca",
                        "isolation_forest",
                        "naive_bayes",
                        "k_nearest_neighbors" -> Shape.batch(64);
                case "imputation" -> Shape.batch(2);
                default -> Shape.batch(8, 8, 32);
            };
            var inputs = Collections.nCopies(row.values().least(), shape);
            var goal = new TreeLayer.Goal(3, TreeLayer.Link.LOG);
            var layer = switch (row.example()) {
                case TreeLayer trees -> trees.of(List.of(), goal);
                case SupervisedLayer supervised -> supervised.of(goal);
                case LinearLayer linear -> linear.ofTarget(3);
                case Layer other -> other;
            };
            var output = shape(layer, inputs.toArray(Shape[]::new));

            assertThat(layer.flopsPerSample(inputs, output)).isNotNegative();
            assertThat(layer.weights(inputs)).extracting(Weight::name).doesNotHaveDuplicates();
        }
    }

    @Test
    void categoriesBecomeVectorsAlongTheLastAxis() {
        var oneHot = new CategoryEncoding(5, OutputMode.ONE_HOT);
        assertThat(shape(oneHot, Shape.batch())).isEqualTo(Shape.batch(5));
        assertThat(shape(oneHot, Shape.batch(1))).isEqualTo(Shape.batch(5));
        assertThat(shape(oneHot, Shape.batch(3))).isEqualTo(Shape.batch(3, 5));
        for (var mode : List.of(OutputMode.MULTI_HOT, OutputMode.COUNT)) {
            assertThat(shape(new CategoryEncoding(5, mode), Shape.batch(2, 3))).isEqualTo(Shape.batch(2, 5));
            assertThat(LayerShapes.of(new CategoryEncoding(5, mode), List.of(Shape.batch())))
                    .isInstanceOf(LayerShapes.Misfit.class);
        }
        assertThat(LayerShapes.of(
                        new CategoryEncoding(CategoryEncoding.OF_INPUT, OutputMode.COUNT), List.of(Shape.batch(3))))
                .isInstanceOf(LayerShapes.Misfit.class);
    }

    /** The shapes that Keras 3.15 computes for the same layers. */
    @Test
    void layersThatReshapeHaveTheShapesOfKeras() {
        assertThat(shape(new ReshapingLayer.Permute(List.of(3, 1, 2)), Shape.batch(2, 3, 4)))
                .isEqualTo(Shape.batch(4, 2, 3));
        assertThat(shape(new ReshapingLayer.RepeatVector(5), Shape.batch(3))).isEqualTo(Shape.batch(5, 3));
        assertThat(shape(new ReshapingLayer.ZeroPadding2d(new Border(1, 2, 3, 4)), Shape.batch(5, 6, 7)))
                .isEqualTo(Shape.batch(8, 13, 7));
        assertThat(shape(new ReshapingLayer.Cropping2d(new Border(1, 2, 3, 0)), Shape.batch(5, 6, 7)))
                .isEqualTo(Shape.batch(2, 3, 7));
        assertThat(shape(new ReshapingLayer.Upsampling2d(new Size(2, 3), Interpolation.BILINEAR), Shape.batch(5, 6, 7)))
                .isEqualTo(Shape.batch(10, 18, 7));
    }

    @Test
    void anImageOfMorePixelsThanCanBeCountedIsRefused() {
        var doubled = new ReshapingLayer.Upsampling2d(new Size(65_535, 1), Interpolation.NEAREST);
        assertThat(LayerShapes.of(doubled, List.of(Shape.batch(65_535, 1, 1)))).isInstanceOf(LayerShapes.Misfit.class);
        var padded = new ReshapingLayer.ZeroPadding2d(new Border(1, 0, 0, 0));
        assertThat(LayerShapes.of(padded, List.of(Shape.batch(Integer.MAX_VALUE, 1, 1))))
                .isInstanceOf(LayerShapes.Misfit.class);
    }

    @Test
    void gluHalvesAnAxis() {
        assertThat(shape(new Layer.Activate(new Activation.Glu(-1)), Shape.batch(3, 8)))
                .isEqualTo(Shape.batch(3, 4));
        assertThat(shape(new Layer.Activate(new Activation.Glu(1)), Shape.batch(6, 5)))
                .isEqualTo(Shape.batch(3, 5));
        var dense = Network.dense(8, new Activation.Glu(-1));
        assertThat(shape(dense, Shape.batch(3))).isEqualTo(Shape.batch(4));
        assertThat(dense.flopsPerSample(List.of(Shape.batch(3)), Shape.batch(4)))
                .isEqualTo(Network.dense(8, Network.LINEAR).flopsPerSample(List.of(Shape.batch(3)), Shape.batch(8)));
    }

    /** As Keras's GroupNormalization and RMSNormalization build them. */
    @Test
    void normalizationHasAWeightForEachChannel() {
        assertThat(weights("group_norm", Shape.batch(4, 4, 64))).containsExactly("gamma [64]", "beta [64]");
        assertThat(weights("rms_norm", Shape.batch(4, 64))).containsExactly("scale [64]");
        assertThat(weights("unit_normalization", Shape.batch(4, 64))).isEmpty();
    }

    private static List<String> weights(String layer, Shape input) {
        return Catalog.LAYERS.rows().stream()
                .filter(row -> row.name().equals(layer))
                .flatMap(row -> row.example().weights(List.of(input)).stream())
                .map(weight -> weight.name() + " " + weight.shape())
                .toList();
    }

    /** As Keras's PReLU builds it: the shape of a sample, with 1 on the shared axes. */
    @Test
    void slopesThatAreLearnedHaveTheShapeOfASample() {
        assertThat(slopes(Shape.batch(8, 6, 4))).isEqualTo(Shape.of(8, 6, 4));
        assertThat(slopes(Shape.batch(8, 6, 4), 1, 2)).isEqualTo(Shape.of(1, 1, 4));
        assertThat(slopes(Shape.batch(8, 6, 4), 3)).isEqualTo(Shape.of(8, 6, 1));
        assertThat(slopes(Shape.batch(5))).isEqualTo(Shape.of(5));
        assertThat(slopes(Shape.batch())).isEqualTo(Shape.SCALAR);
    }

    private static Shape slopes(Shape input, Integer... sharedAxes) {
        var layer = new Layer.PRelu(new Initializer.Zeros(), Regularizer.NONE, List.of(sharedAxes));
        assertThat(shape(layer, input)).isEqualTo(input);
        var alpha = layer.weights(List.of(input)).getFirst();
        assertThat(alpha.name()).isEqualTo("alpha");
        assertThat(alpha.trainable()).isTrue();
        return alpha.shape();
    }

    @Test
    void fansAreThoseOfKeras() {
        var conv = conv(new Size(3, 5), ONE, Padding.SAME, ONE);

        assertThat(conv.weights(List.of(Shape.batch(8, 8, 4))).getFirst())
                .extracting(Weight::shape, Weight::fanIn, Weight::fanOut)
                .containsExactly(Shape.of(3, 5, 4, 5), 60L, 75L);
    }
}
