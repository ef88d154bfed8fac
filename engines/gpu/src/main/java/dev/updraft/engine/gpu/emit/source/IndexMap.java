package dev.updraft.engine.gpu.emit.source;

import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A way through the elements of a tensor, row-major over some of its axes in some order: the places of the work-items, or the
 * terms of a sum. Axes that together are contiguous are walked as one. The batch, if walked, comes first, so that nothing is
 * ever divided by a number that the source does not know.
 *
 * @param perSample how many elements; for each sample, if the batch is walked
 * @param batched whether the batch is walked
 * @param axes those of more than one place, the outermost first; the first one's extent does not matter
 */
public record IndexMap(int perSample, boolean batched, List<Axis> axes) {

    /**
     * An axis.
     *
     * @param extent how many places it has
     * @param stride elements from one place to the next
     */
    record Axis(int extent, int stride) {}

    public IndexMap {
        axes = List.copyOf(axes);
    }

    /** Over the axes {@code order} of {@code tensor}; the other axes stay at 0. */
    public static IndexMap of(Shape tensor, List<Integer> order) {
        return of(tensor, order, new Shape(order.stream().map(tensor::dim).toList()));
    }

    /** Over fewer places of those axes than the tensor has: those of {@code places}. */
    public static IndexMap of(Shape tensor, List<Integer> order, Shape places) {
        var axes = new ArrayList<Axis>();
        for (var i = 0; i < order.size(); i++) {
            var axis = new Axis(places.dim(i), stride(tensor, order.get(i)));
            if (axis.extent() == 1) {
                continue;
            }
            if (!axes.isEmpty() && axes.getLast().stride() == axis.extent() * axis.stride()) {
                var outer = axes.removeLast();
                axis = new Axis(outer.extent() * axis.extent(), axis.stride());
            }
            axes.add(axis);
        }
        return new IndexMap(Math.toIntExact(places.elementsPerSample()), places.batched(), axes);
    }

    /** All axes of a shape in their order. */
    public static List<Integer> axes(Shape shape) {
        return IntStream.range(0, shape.rank()).boxed().toList();
    }

    /** Elements from one place of an axis to the next, in a row-major tensor. */
    public static int stride(Shape tensor, int axis) {
        return Math.toIntExact(new Shape(tensor.dims().subList(axis + 1, tensor.rank())).elementsPerSample());
    }

    /** The expression of how many elements there are in the step at hand. */
    public String size() {
        return !batched ? Integer.toString(perSample) : perSample == 1 ? "count" : "count * " + perSample;
    }

    /** How many elements there are in a batch of that size. */
    public long size(int batch) {
        return batched ? (long) batch * perSample : perSample;
    }

    /** Whether neighbours on this way are neighbours in memory. */
    public boolean contiguous() {
        return !axes.isEmpty() && axes.getLast().stride() == 1;
    }

    /**
     * The expression of an element's index in the tensor.
     *
     * @param place the name of an {@code int}, the number of the element on this way
     */
    public String index(String place) {
        if (axes.isEmpty()) {
            return "0";
        }
        var text = new StringBuilder();
        var inner = 1;
        for (var i = axes.size() - 1; i >= 0; i--) {
            var axis = axes.get(i);
            var coordinate = inner == 1 ? place : place + " / " + inner;
            if (i > 0) {
                coordinate = coordinate + " % " + axis.extent();
            }
            var term = axis.stride() == 1 ? coordinate : coordinate + " * " + axis.stride();
            text.insert(0, i > 0 ? " + " + term : term);
            inner *= axis.extent();
        }
        return text.toString();
    }
}
