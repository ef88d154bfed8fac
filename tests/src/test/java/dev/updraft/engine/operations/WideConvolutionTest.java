package dev.updraft.engine.operations;

import static dev.updraft.engine.operations.Operand.fixed;
import static dev.updraft.engine.operations.Operand.spread;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.Engine;
import dev.updraft.engine.spi.Engines;
import java.util.List;
import java.util.stream.Stream;

/** Convolutions of many channels, which the cpu engine computes in another way than those of few. */
class WideConvolutionTest extends OperationTest {
    /** With odd extents, channels that are no multiple of a vector, all paddings, and more channels than are transformed at once. */
    private static final List<Geometry> GEOMETRIES = List.of(
            geometry(1, 1, 1, 1, 8, 8, 32, 32),
            geometry(1, 1, 1, 1, 7, 4, 33, 35),
            geometry(0, 0, 0, 0, 6, 9, 32, 47),
            geometry(2, 0, 1, 2, 6, 3, 40, 32),
            geometry(2, 2, 2, 2, 2, 5, 32, 33),
            geometry(3, 2, 1, 3, 1, 2, 32, 32),
            geometry(1, 1, 1, 1, 4, 4, 269, 32));

    private static Geometry geometry(
            int padTop, int padBottom, int padLeft, int padRight, int height, int width, int channels, int filters) {
        return new Geometry(
                new Window(3, 3, 1, 1, 1, 1, padTop, padBottom, padLeft, padRight),
                1,
                height,
                width,
                channels,
                filters);
    }

    /** The one that does so; on others this many multiplications would take minutes. */
    @Override
    List<Engine> engines() {
        return List.of(Engines.of("cpu"));
    }

    @Override
    List<Case> cases() {
        var withRelu = Case.withRelu(
                GEOMETRIES.get(1).convolution(),
                values(GEOMETRIES.get(1).image(), 0),
                values(GEOMETRIES.get(1).weights(), 1),
                values(Shape.of(1, 1, 1, GEOMETRIES.get(1).filters()), 2));
        return Stream.concat(GEOMETRIES.stream().flatMap(WideConvolutionTest::all), Stream.of(withRelu))
                .toList();
    }

    private static Stream<Case> all(Geometry geometry) {
        return Stream.of(
                of(geometry.convolution(), geometry.image(), geometry.weights()),
                of(geometry.inputGradient(), geometry.output(), geometry.weights()),
                of(geometry.weightGradient(), geometry.image(), geometry.output()));
    }

    private static Case of(Op op, Shape left, Shape right) {
        return Case.of(op, values(left, 0), values(right, 1));
    }

    /** Not derived by: central differences by each of its elements would take minutes. */
    private static Operand values(Shape shape, int place) {
        return fixed(shape, spread(shape).values(3, place));
    }
}
