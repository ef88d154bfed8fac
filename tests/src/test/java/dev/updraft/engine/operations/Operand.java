package dev.updraft.engine.operations;

import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an operation is given in a test.
 *
 * @param low below all values, where there are no fixed ones
 * @param high above all values
 * @param fixed the value of each element, or null for values spread evenly in random order: none repeats, none is 0, no
 *     two operands share any, so that functions with kinks can be derived at all of them
 */
record Operand(
        Shape shape,
        ElementType type,
        double low,
        double high,
        @Nullable IntToDoubleFunction fixed) {

    static Operand spread(Shape shape) {
        return spread(shape, -2, 2);
    }

    static Operand spread(Shape shape, double low, double high) {
        return new Operand(shape, ElementType.REAL, low, high, null);
    }

    /** Values repeat from the first when they are too few. Gradients are not tested with respect to them. */
    static Operand fixed(Shape shape, double... values) {
        return new Operand(shape, ElementType.REAL, 0, 0, i -> values[i % values.length]);
    }

    static Operand classes(int count) {
        return new Operand(Shape.batch(), ElementType.INT32, 0, count, i -> (5 * i + 1) % count);
    }

    /** Whole numbers; they repeat from the first when they are too few. */
    static Operand whole(Shape shape, int... values) {
        return new Operand(shape, ElementType.INT32, 0, 0, i -> values[i % values.length]);
    }

    /** The same kind of values in fixed places, the first and the last of the first sample NaN. */
    Operand withNaN() {
        var last = shape.elements(1) - 1;
        IntToDoubleFunction value = fixed == null ? i -> low + (high - low) * ((37 * i + 11) % 101 + 0.5) / 101 : fixed;
        return new Operand(shape, type, low, high, i -> i == 0 || i == last ? Double.NaN : value.applyAsDouble(i));
    }

    boolean differentiable() {
        return fixed == null;
    }

    /** The elements, each a float. */
    double[] values(int batch, int place) {
        var count = (int) shape.elements(batch);
        if (fixed != null) {
            return IntStream.range(0, count).mapToDouble(fixed).toArray();
        }
        var ranks = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(ranks, new Random(place));
        return ranks.stream()
                .mapToDouble(rank -> (float) (low + (high - low) * (rank + 0.37 + 0.07 * place) / count))
                .toArray();
    }
}
