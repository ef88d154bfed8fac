package dev.updraft.compiler.layers;

import dev.updraft.compiler.layers.LayerShapes.Clash;
import dev.updraft.compiler.layers.LayerShapes.Fits;
import dev.updraft.compiler.layers.LayerShapes.Misfit;
import dev.updraft.compiler.layers.LayerShapes.Result;
import dev.updraft.compiler.layers.TensorFunction.AxisSlice;
import dev.updraft.compiler.layers.TensorFunction.Reduction;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The shape of what a {@link TensorFunction} gives. Of two values with a batch axis the ranks must be equal, so that the
 * batch never broadcasts; a value without one goes along the last axes of the samples.
 */
public final class FunctionShapes {
    /** As many axes as a value can have, with the batch. */
    private static final int MOST_AXES = 8;

    private final TensorFunction function;
    private final List<Shape> inputs;
    private final Shape x;

    private FunctionShapes(TensorFunction function, List<Shape> inputs) {
        this.function = function;
        this.inputs = inputs;
        this.x = inputs.getFirst();
    }

    static Result of(TensorFunction function, List<Shape> inputs) {
        return new FunctionShapes(function, inputs).result();
    }

    private Result result() {
        return switch (function) {
            case TensorFunction.Unary _,
                    TensorFunction.Clip _,
                    TensorFunction.ToFloat _,
                    TensorFunction.StopGradient _,
                    TensorFunction.RandomNormal _,
                    TensorFunction.RandomUniform _ -> new Fits(x);
            case TensorFunction.Binary(var kind) -> combined("`" + kind.symbol() + "`");
            case TensorFunction.Where _ -> combined("`where`");
            case TensorFunction.Reduce reduce -> reduced(reduce);
            case TensorFunction.ArgMax(var axis) -> {
                var place = place(axis, x.rank());
                if (place == null) {
                    yield noAxis(axis, x.rank());
                }
                yield x.dim(place) == Shape.BATCH ? batch("the places of the batch have no number") : without(place);
            }
            case TensorFunction.CumSum(var axis) -> {
                var place = place(axis, x.rank());
                if (place == null) {
                    yield noAxis(axis, x.rank());
                }
                yield x.dim(place) == Shape.BATCH ? batch("samples are not added up one by one") : new Fits(x);
            }
            case TensorFunction.MatMul _ -> product(x, inputs.get(1));
            case TensorFunction.Dot _ ->
                inputs.get(1).equals(x)
                        ? (x.rank() == 0 ? tooFewAxes() : new Fits(x.with(-1, 1)))
                        : clash("`dot`", "values of the same shape");
            case TensorFunction.Transpose(var axes) -> transposed(axes);
            case TensorFunction.ExpandDims(var axis) -> expanded(axis);
            case TensorFunction.Squeeze(var axis) -> squeezed(axis);
            case TensorFunction.Average() -> combined("`average`");
            case TensorFunction.Stack(var axis) -> stacked(axis);
            case TensorFunction.Tile(var repeats) -> tiled(repeats);
            case TensorFunction.Slice(var axes) -> sliced(axes);
            case TensorFunction.Gather(var axis) -> gathered(axis);
            case TensorFunction.OneHot(var classes) -> {
                var dims = new ArrayList<>(x.dims());
                dims.add(classes);
                yield fits(dims);
            }
        };
    }

    /** The shape that values broadcast to; empty if they do not. */
    public static Optional<Shape> broadcast(Shape a, Shape b) {
        if (a.batched() && b.batched() && a.rank() != b.rank()) {
            return Optional.empty();
        }
        var aIsLarger = a.batched() || (!b.batched() && a.rank() >= b.rank());
        var larger = aIsLarger ? a : b;
        var smaller = aIsLarger ? b : a;
        if (smaller.rank() > larger.rank()) {
            return Optional.empty();
        }
        var dims = new ArrayList<>(larger.dims());
        for (var fromEnd = 1; fromEnd <= smaller.rank(); fromEnd++) {
            var axis = larger.rank() - fromEnd;
            var here = larger.dim(axis);
            var there = smaller.dim(-fromEnd);
            if (here == Shape.BATCH || there == Shape.BATCH) {
                // A 1 that goes along the batch comes from a reduction with keep: true, which says so.
                if (here != there && there != 1) {
                    return Optional.empty();
                }
            } else if (here == 1) {
                dims.set(axis, there);
            } else if (there != 1 && there != here) {
                return Optional.empty();
            }
        }
        return Optional.of(new Shape(dims));
    }

    private Result combined(String name) {
        var shape = Optional.of(x);
        for (var input : inputs.subList(1, inputs.size())) {
            shape = shape.flatMap(before -> broadcast(before, input));
        }
        return shape.<Result>map(Fits::new).orElseGet(() -> clash(name, "shapes that broadcast"));
    }

    private Clash clash(String name, String wanted) {
        var shapes = inputs.stream().filter(input -> input.rank() > 0).toList();
        var found = String.join(" and ", shapes.stream().map(Shape::toString).toList());
        return new Clash("%s expects %s, found %s".formatted(name, wanted, found), advice(shapes));
    }

    private static @Nullable String advice(List<Shape> shapes) {
        var fewer = shapes.stream()
                .min((a, b) -> Integer.compare(a.rank(), b.rank()))
                .orElseThrow();
        var more = shapes.stream()
                .max((a, b) -> Integer.compare(a.rank(), b.rank()))
                .orElseThrow();
        if (fewer.batched() && more.batched() && fewer.rank() < more.rank()) {
            return "expand_dims(x, -1) gives %s an axis of size 1: the batch never broadcasts".formatted(fewer);
        }
        return "sizes must be equal or 1, from the last axis on; reshape, expand_dims and transpose rearrange axes";
    }

    private Result reduced(TensorFunction.Reduce reduce) {
        var places = new TreeSet<Integer>();
        if (reduce.axes() == null) {
            IntStream.range(x.batched() ? 1 : 0, x.rank()).forEach(places::add);
        } else {
            for (var axis : reduce.axes()) {
                var place = place(axis, x.rank());
                if (place == null) {
                    return noAxis(axis, x.rank());
                }
                if (!places.add(place)) {
                    return new Misfit(
                            0, String.format(Locale.ROOT, "each axis once: axis %d is given twice", axis), null);
                }
            }
        }
        if (x.batched() && places.contains(0) && !overBatch(reduce.reduction())) {
            return batch("over the batch there are sum, mean and variance");
        }
        var dims = new ArrayList<Integer>();
        for (var axis = 0; axis < x.rank(); axis++) {
            if (!places.contains(axis)) {
                dims.add(x.dim(axis));
            } else if (reduce.keep()) {
                dims.add(1);
            }
        }
        return fits(dims);
    }

    private static boolean overBatch(Reduction reduction) {
        return switch (reduction) {
            case SUM, MEAN, VARIANCE -> true;
            case MAX, MIN, PRODUCT -> false;
        };
    }

    private static Result product(Shape a, Shape b) {
        if (a.rank() >= 2 && b.rank() == 2 && !b.batched()) {
            return a.dim(-1) == b.dim(0) && a.dim(-1) != Shape.BATCH
                    ? new Fits(a.with(-1, b.dim(1)))
                    : unequal(a, b, b.dim(0));
        }
        if (a.rank() != b.rank() || a.rank() < 3) {
            return new Clash(
                    "`matmul` expects two values [.., m, k] and [.., k, n] of the same rank, or a matrix [k, n] on the"
                            + " right, found " + a + " and " + b,
                    a.rank() == 2 && a.batched() && a.equals(b)
                            ? "dot(a, b) multiplies the vectors of each sample"
                            : null);
        }
        if (!a.dims().subList(0, a.rank() - 2).equals(b.dims().subList(0, b.rank() - 2))) {
            return new Clash("`matmul` expects equal axes before the matrices, found " + a + " and " + b, null);
        }
        return a.dim(-1) == b.dim(-2) ? new Fits(a.with(-1, b.dim(-1))) : unequal(a, b, b.dim(-2));
    }

    private static Result unequal(Shape a, Shape b, int rows) {
        return new Clash(
                String.format(
                        Locale.ROOT,
                        "`matmul` expects as many columns on the left as rows on the right, found %s and %s: %s and %d",
                        a,
                        b,
                        a.dim(-1) == Shape.BATCH ? "the batch" : Integer.toString(a.dim(-1)),
                        rows),
                "transpose swaps axes");
    }

    private Result transposed(List<Integer> axes) {
        var places = axes.stream().map(axis -> place(axis, x.rank())).toList();
        if (places.size() != x.rank() || places.contains(null) || new HashSet<>(places).size() < places.size()) {
            return new Misfit(
                    0,
                    String.format(Locale.ROOT, "%d axes, one for each entry of %s", axes.size(), axes),
                    "axis 0 is the batch: transpose(x, 0, 2, 1) swaps the axes of a matrix");
        }
        if (x.batched() && places.getFirst() != 0) {
            return batch("it stays the first axis");
        }
        return fits(places.stream().map(x::dim).toList());
    }

    private Result expanded(int axis) {
        var place = place(axis, x.rank() + 1);
        if (place == null) {
            return noAxis(axis, x.rank() + 1);
        }
        if (x.batched() && place == 0) {
            return batch("it stays the first axis");
        }
        var dims = new ArrayList<>(x.dims());
        dims.add(place, 1);
        return fits(dims);
    }

    private Result squeezed(@Nullable Integer axis) {
        if (axis == null) {
            return fits(x.dims().stream().filter(dim -> dim != 1).toList());
        }
        var place = place(axis, x.rank());
        if (place == null) {
            return noAxis(axis, x.rank());
        }
        return x.dim(place) == 1
                ? without(place)
                : new Misfit(0, String.format(Locale.ROOT, "an axis %d of size 1", axis), null);
    }

    private Result stacked(int axis) {
        for (var input : inputs) {
            if (!input.equals(x)) {
                return clash("`stack`", "values of the same shape");
            }
        }
        var place = place(axis, x.rank() + 1);
        if (place == null) {
            return noAxis(axis, x.rank() + 1);
        }
        if (x.batched() && place == 0) {
            return batch("it stays the first axis");
        }
        var dims = new ArrayList<>(x.dims());
        dims.add(place, inputs.size());
        return fits(dims);
    }

    private Result tiled(List<Integer> repeats) {
        if (repeats.size() != x.rank() || (x.batched() && repeats.getFirst() != 1)) {
            return new Misfit(
                    0,
                    String.format(Locale.ROOT, "%d axes, one for each entry of %s", repeats.size(), repeats),
                    "the batch is repeated once: tile(x, 1, 3) repeats the last axis of [batch, n]");
        }
        var dims = new ArrayList<>(x.dims());
        for (var axis = x.batched() ? 1 : 0; axis < x.rank(); axis++) {
            var extent = (long) x.dim(axis) * repeats.get(axis);
            if (extent > Integer.MAX_VALUE) {
                return new Misfit(0, "fewer repeats: " + repeats, null);
            }
            dims.set(axis, (int) extent);
        }
        return fits(dims);
    }

    private Result sliced(List<AxisSlice> axes) {
        var written = axes.stream()
                .filter(slice -> !(slice instanceof AxisSlice.Rest))
                .count();
        if (written > x.rank() || axes.size() - written > 1) {
            return new Misfit(
                    0,
                    written > x.rank()
                            ? String.format(Locale.ROOT, "at least %d axes", written)
                            : "one `...` between the brackets",
                    null);
        }
        var dims = new ArrayList<Integer>();
        var axis = 0;
        for (var slice : whole(axes, x.rank())) {
            var extent = x.dim(axis);
            var range = places(slice, extent);
            if (range == null) {
                return extent == Shape.BATCH
                        ? batch("`x[:, 0]` takes all samples")
                        : new Clash(
                                String.format(
                                        Locale.ROOT,
                                        "axis %d of %s has the places 0 to %d, found %s",
                                        axis,
                                        x,
                                        extent - 1,
                                        text(slice)),
                                String.format(
                                        Locale.ROOT, "the place after the colon is not taken: 0:%d takes all", extent));
            }
            if (!(slice instanceof AxisSlice.Place)) {
                dims.add(extent == Shape.BATCH ? extent : range.end() - range.start());
            }
            axis++;
        }
        return fits(dims);
    }

    /** An entry for each axis. */
    public static List<AxisSlice> whole(List<AxisSlice> axes, int rank) {
        var all = new ArrayList<AxisSlice>();
        var missing = rank
                - (int) axes.stream()
                        .filter(slice -> !(slice instanceof AxisSlice.Rest))
                        .count();
        for (var slice : axes) {
            if (slice instanceof AxisSlice.Rest) {
                IntStream.range(0, missing).forEach(_ -> all.add(new AxisSlice.Places(null, null)));
            } else {
                all.add(slice);
            }
        }
        while (all.size() < rank) {
            all.add(new AxisSlice.Places(null, null));
        }
        return all;
    }

    /** From {@code start} to before {@code end}. */
    public record IndexRange(int start, int end) {}

    /** The places that a slice takes of an axis; null if it has none of these. */
    public static @Nullable IndexRange places(AxisSlice slice, int extent) {
        return switch (slice) {
            case AxisSlice.Place(var index) -> {
                var place = extent == Shape.BATCH ? null : place(index, extent);
                yield place == null ? null : new IndexRange(place, place + 1);
            }
            case AxisSlice.Places(var start, var end) -> {
                if (extent == Shape.BATCH) {
                    yield start == null && end == null ? new IndexRange(0, 0) : null;
                }
                var first = start == null ? 0 : start < 0 ? start + extent : start;
                var last = end == null ? extent : end < 0 ? end + extent : end;
                yield first >= 0 && last <= extent && first < last ? new IndexRange(first, last) : null;
            }
            case AxisSlice.Rest _ -> new IndexRange(0, Math.max(extent, 0));
        };
    }

    private static String text(AxisSlice slice) {
        return switch (slice) {
            case AxisSlice.Place(var index) -> Integer.toString(index);
            case AxisSlice.Places(var start, var end) ->
                "%s:%s".formatted(start == null ? "" : start, end == null ? "" : end);
            case AxisSlice.Rest _ -> "...";
        };
    }

    private Result gathered(int axis) {
        var indices = inputs.get(1);
        var place = place(axis, x.rank());
        if (place == null) {
            return noAxis(axis, x.rank());
        }
        if (x.dim(place) == Shape.BATCH) {
            return batch("a sample does not see the others");
        }
        if (x.batched() && (!indices.batched() || indices.rank() != 2 || x.rank() < 2)) {
            return new Clash(
                    "`gather` expects indices [batch, n] for a value with a batch, found %s and %s"
                            .formatted(x, indices),
                    "slices such as x[:, 0:3] take the same places of every sample");
        }
        if (!x.batched() && place != 0) {
            return new Clash("`gather` takes rows of %s, along axis 0, found axis %s".formatted(x, axis), null);
        }
        var dims = new ArrayList<Integer>();
        if (x.batched()) {
            dims.addAll(x.dims());
            dims.set(place, indices.dim(1));
        } else {
            dims.addAll(indices.dims());
            dims.addAll(x.dims().subList(1, x.rank()));
        }
        return fits(dims);
    }

    /** Without an axis. */
    private Result without(int axis) {
        var dims = new ArrayList<>(x.dims());
        dims.subList(axis, axis + 1).clear();
        return fits(dims);
    }

    private static Result fits(List<Integer> dims) {
        return dims.size() > MOST_AXES
                ? new Misfit(0, "fewer axes: the result would have more than " + MOST_AXES, null)
                : new Fits(new Shape(dims));
    }

    /** An axis counted from the start; null if there is none. */
    public static @Nullable Integer place(int axis, int rank) {
        return axis >= -rank && axis < rank ? (Integer) (axis < 0 ? axis + rank : axis) : null;
    }

    private static Misfit noAxis(int axis, int rank) {
        return new Misfit(
                0,
                String.format(Locale.ROOT, "an axis %d", axis),
                rank == 0
                        ? "it is a single number"
                        : String.format(Locale.ROOT, "axes go from 0, the batch, to %d, or from -1 back", rank - 1));
    }

    private static Misfit tooFewAxes() {
        return new Misfit(0, "at least one axis", null);
    }

    private static Misfit batch(String reason) {
        return new Misfit(0, "an axis other than the batch", reason);
    }
}
