package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class Conv2dTest extends OperationTest {

    @Override
    List<Case> cases() {
        var plain = Geometry.all().stream()
                .map(geometry -> Case.of(geometry.convolution(), spread(geometry.image()), spread(geometry.weights())));
        var withRelu = Geometry.all().stream()
                .limit(3)
                .map(geometry -> Case.withRelu(
                        geometry.convolution(),
                        spread(geometry.image()),
                        spread(geometry.weights()),
                        spread(Shape.of(1, 1, 1, geometry.weights().dim(3)))));
        return Stream.concat(plain, withRelu).toList();
    }

    @Provide
    Arbitrary<Geometry> geometries() {
        return Geometry.geometries();
    }

    @Test
    void multipliesWindowAndWeights() {
        var image = fixed(Shape.batch(3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9);
        var weights = fixed(Shape.of(2, 2, 1, 1), 1, 10, 100, 1000);
        var window = new Window(2, 2, 1, 1, 1, 1, 0, 0, 0, 0);
        assertThat(compute(1, new Op.Conv2d(window, 1), image, weights)).containsExactly(5421, 6532, 8754, 9865);
    }

    @Property(tries = 25)
    void isTheSumOverThePaddedImage(@ForAll("geometries") Geometry geometry) {
        var image = spread(geometry.image());
        var weights = spread(geometry.weights());
        var found = compute(2, geometry.convolution(), image, weights);
        var expected = convolve(geometry, padded(geometry, image.values(2, 0)), weights.values(2, 1));
        assertThat(found).containsExactly(expected, within(1e-12));
    }

    @Property(tries = 25)
    void hasOnePlaceForEachPlaceOfTheWindow(@ForAll("geometries") Geometry geometry) {
        assertThat(shapeOf(geometry.convolution(), geometry.image(), geometry.weights()))
                .isEqualTo(geometry.output());
    }

    @Test
    void refusesWhatDoesNotFit() {
        var window = new Window(3, 3, 1, 1, 1, 1, 0, 0, 0, 0);
        assertRefused("larger than the image", new Op.Conv2d(window, 1), Shape.batch(2, 5, 1), Shape.of(3, 3, 1, 1));
        assertRefused("1 groups", new Op.Conv2d(window, 1), Shape.batch(5, 5, 2), Shape.of(3, 3, 1, 1));
        assertRefused("2 groups", new Op.Conv2d(window, 2), Shape.batch(5, 5, 2), Shape.of(3, 3, 1, 3));
        assertRefused("height and width", new Op.Conv2d(window, 1), Shape.batch(5, 5, 1), Shape.of(3, 2, 1, 1));
        assertRefused("rank 4", new Op.Conv2d(window, 1), Shape.batch(5, 5), Shape.of(3, 3, 1, 1));
    }

    /** By sample, row, column and channel, with zeros around. */
    private static double[][][][] padded(Geometry geometry, double[] image) {
        var window = geometry.window();
        var rows = window.padTop() + geometry.height() + window.padBottom();
        var columns = window.padLeft() + geometry.width() + window.padRight();
        var padded = new double[2][rows][columns][geometry.channels()];
        var next = 0;
        for (var sample = 0; sample < 2; sample++) {
            for (var row = 0; row < geometry.height(); row++) {
                for (var column = 0; column < geometry.width(); column++) {
                    for (var channel = 0; channel < geometry.channels(); channel++) {
                        padded[sample][window.padTop() + row][window.padLeft() + column][channel] = image[next++];
                    }
                }
            }
        }
        return padded;
    }

    private static double[] convolve(Geometry geometry, double[][][][] image, double[] weights) {
        var output = geometry.output();
        var expected = new double[(int) output.elements(2)];
        for (var i = 0; i < expected.length; i++) {
            var filter = i % geometry.filters();
            var column = i / geometry.filters() % output.dim(2);
            var row = i / geometry.filters() / output.dim(2) % output.dim(1);
            var sample = image[i / geometry.filters() / output.dim(2) / output.dim(1)];
            expected[i] = convolve(geometry, sample, row, column, filter, weights);
        }
        return expected;
    }

    private static double convolve(
            Geometry geometry, double[][][] image, int row, int column, int filter, double[] weights) {
        var window = geometry.window();
        var channelsPerGroup = geometry.channels() / geometry.groups();
        var firstChannel = filter / (geometry.filters() / geometry.groups()) * channelsPerGroup;
        var sum = 0.0;
        for (var k = 0; k < window.height() * window.width() * channelsPerGroup; k++) {
            var channel = k % channelsPerGroup;
            var j = k / channelsPerGroup % window.width();
            var i = k / channelsPerGroup / window.width();
            var y = row * window.strideHeight() + i * window.dilationHeight();
            var x = column * window.strideWidth() + j * window.dilationWidth();
            sum += image[y][x][firstChannel + channel] * weights[k * geometry.filters() + filter];
        }
        return sum;
    }
}
