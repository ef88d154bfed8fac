package dev.updraft.compiler.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The extents of a tensor, row-major. The first may be {@link #BATCH}: as many as there are samples in the batch, known
 * only when an engine binds a program. No other extent is ever unknown.
 *
 * @param dims the extents; each at least 1, or {@link #BATCH} in the first place only
 */
public record Shape(List<Integer> dims) {

    /** Stands for the number of samples in the batch. */
    public static final int BATCH = -1;

    /** The shape of a single number. */
    public static final Shape SCALAR = new Shape(List.of());

    public Shape {
        dims = List.copyOf(dims);
        for (var axis = 0; axis < dims.size(); axis++) {
            if (dims.get(axis) < 1 && !(axis == 0 && dims.get(axis) == BATCH)) {
                throw new IllegalArgumentException("extent " + dims.get(axis) + " of axis " + axis + " of " + dims);
            }
        }
    }

    /** A shape without a batch axis. */
    public static Shape of(int... dims) {
        return new Shape(IntStream.of(dims).boxed().toList());
    }

    /** A shape of one {@code sample} a batch entry: {@code batch(28, 28, 1)} is {@code [batch, 28, 28, 1]}. */
    public static Shape batch(int... sample) {
        return new Shape(IntStream.concat(IntStream.of(BATCH), IntStream.of(sample))
                .boxed()
                .toList());
    }

    public int rank() {
        return dims.size();
    }

    /** Extent of an axis; negative axes count from the end. */
    public int dim(int axis) {
        return dims.get(axis < 0 ? rank() + axis : axis);
    }

    /** An axis counted from the start; negative ones count from the end. */
    public int axisFromStart(int axis) {
        return axis < 0 ? rank() + axis : axis;
    }

    /** Whether the first axis is the batch. */
    public boolean batched() {
        return !dims.isEmpty() && dims.getFirst() == BATCH;
    }

    /** The extents without the batch axis. */
    public Shape sample() {
        return batched() ? new Shape(dims.subList(1, rank())) : this;
    }

    /** This shape with a batch axis in front; must not have one yet. */
    public Shape inBatch() {
        var all = new ArrayList<Integer>();
        all.add(BATCH);
        all.addAll(dims);
        return new Shape(all);
    }

    /** This shape with another size on one axis (negative axes count from the end). */
    public Shape with(int axis, int extent) {
        var all = new ArrayList<>(dims);
        all.set(axis < 0 ? rank() + axis : axis, extent);
        return new Shape(all);
    }

    /**
     * Number of elements of one sample, or of the whole tensor if it has no batch axis.
     *
     * @throws ArithmeticException if it does not fit a {@code long}
     */
    public long elementsPerSample() {
        var product = 1L;
        for (var axis = 0; axis < dims.size(); axis++) { // Without an iterator: engines ask at every step.
            int dim = dims.get(axis);
            product = dim == BATCH ? product : Math.multiplyExact(product, (long) dim);
        }
        return product;
    }

    /** Number of elements when the batch holds {@code batch} samples. */
    public long elements(int batch) {
        return batched() ? Math.multiplyExact(elementsPerSample(), (long) batch) : elementsPerSample();
    }

    /** The extents as numbers, when the batch holds {@code batch} samples. */
    public int[] bind(int batch) {
        return dims.stream().mapToInt(dim -> dim == BATCH ? batch : dim).toArray();
    }

    /** As text: {@code [batch, 32, 32, 3]}. */
    @Override
    public String toString() {
        return dims.stream()
                .map(dim -> dim == BATCH ? "batch" : dim.toString())
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
