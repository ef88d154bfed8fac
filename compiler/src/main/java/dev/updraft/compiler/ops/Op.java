package dev.updraft.compiler.ops;

import dev.updraft.compiler.tensor.DistanceMetric;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;

/**
 * The closed set of tensor operations. Shape rule, gradient rule, reference semantics and every engine are exhaustive
 * switches over it, without {@code default}: a new operation does not compile until all of them know it.
 *
 * <p>Tensors are row-major and dense; images are {@code [batch, height, width, channels]}. Nothing broadcasts by itself:
 * {@link Broadcast} says so where it happens. An operation that sums over the batch gives a tensor without a batch axis;
 * engines that cut the batch into shards add the parts in a fixed order.
 */
public sealed interface Op {

    /** Comes from outside, or is a scalar known beforehand: nothing is computed. */
    sealed interface Source extends Op {}

    /** Computed element by element in a loop over one shape, which it can share with others. */
    sealed interface ElementwiseOp extends Op {}

    /** Brings all elements along some axes together into one, in the loop over its operand's shape. */
    sealed interface Reduction extends ElementwiseOp {
        /** In ascending order without repeats; they stay with extent 1, the batch axis too. */
        List<Integer> axes();
    }

    /** Computed on whole tensors. */
    sealed interface Opaque extends Op {}

    /**
     * Sums products of its two operands' elements, which are both real numbers or both bfloat16: computed as a matrix product,
     * on whole tensors. Its time goes into arithmetic, that of all others into reading and writing memory.
     */
    sealed interface Contraction extends Opaque {
        @Override
        default boolean isContraction() {
            return true;
        }
    }

    /** Whether it is a {@link Contraction}. */
    default boolean isContraction() {
        return false;
    }

    /** Whether it is a contraction whose kernel can add a bias and apply a relu before it writes its result. */
    default boolean takesEpilogue() {
        return false;
    }

    // ---- sources: no operands

    /** What the caller hands in: an input or the target of the model. */
    record Input(String name, ElementType type, Shape shape) implements Source {}

    /** The value of a variable before this step's updates. */
    record ReadVariable(Variable variable) implements Source {}

    /** A number that each training step gets from the host, such as the learning rate; see {@code StepScalars}. */
    record StepScalar(String name) implements Source {}

    /** The same number always; a scalar. */
    record Constant(double value) implements Source {}

    /** How many samples the batch holds; a scalar. */
    record BatchSize() implements Source {}

    /**
     * Uniform on [0, 1), from Philox4x32-10 with the run's seed as key and as counter the step, {@code stream} and the
     * element's index in the whole batch: the same numbers on every engine, however the work is cut.
     *
     * @param stream unique in its graph
     */
    record RandomUniform(int stream, Shape shape) implements ElementwiseOp {}

    // ---- element by element: operands of one shape

    /** {@code f(x)} for every element. */
    record UnaryOp(UnaryFunction function) implements ElementwiseOp {}

    /** {@code f(a, b)} for every pair of elements. */
    record BinaryOp(BinaryFunction function) implements ElementwiseOp {}

    /** {@code condition != 0 ? a : b}; operands {@code (condition, a, b)}. */
    record Select() implements ElementwiseOp {}

    // ---- arrangement: of either element type, but for padding

    /** Repeats: the operand has the same rank, and extent 1 wherever its extent differs; a scalar goes to any shape. */
    record Broadcast(Shape shape) implements ElementwiseOp {}

    /** The same elements in the same order under other extents; a batch axis stays a batch axis. */
    record Reshape(Shape shape) implements Opaque {}

    /** Axis {@code i} of the result is axis {@code permutation[i]} of the operand; a batch axis stays first. */
    record Transpose(List<Integer> permutation) implements Opaque {}

    /** Operands one behind the other along an axis that is not the batch. */
    record Concat(int axis) implements Opaque {}

    /** {@code length} places of an axis from {@code start}; not of the batch. */
    record Slice(int axis, int start, int length) implements Opaque {}

    /** Zeros before and after, along an axis that is not the batch. */
    record Pad(int axis, int before, int after) implements Opaque {}

    // ---- reductions

    /** Sum over axes, in ascending order without repeats; they stay with extent 1, a summed batch axis too. */
    record Sum(List<Integer> axes) implements Reduction {}

    /**
     * Sum over axes, as in {@link Sum}, of the squares of the differences from the mean over these axes. It takes one reading of
     * the operand, where the mean and then the squares take two, the second after all samples are done. Only schedules have it.
     */
    record SquaredDeviations(List<Integer> axes) implements Reduction {
        /** A shard's part is three values: its sum, and the mean it is about, as a float32 and what this is less than the mean. */
        public static final int PART_VALUES = 3;
    }

    /** Largest along axes that are not the batch; they stay with extent 1. */
    record Max(List<Integer> axes) implements Opaque {}

    /**
     * Running sum along an axis that is not the batch; operand and result are of one shape. Place {@code i} of the axis is
     * {@code x[0] + … + x[i]}, or if {@code reverse} {@code x[i] + … + x[n - 1]}.
     */
    record CumulativeSum(int axis, boolean reverse) implements Opaque {}

    /** Over the last axis: {@code exp(x - max) / Σ exp(x - max)}. */
    record Softmax() implements Opaque {}

    /** Over the last axis: {@code x - max - log Σ exp(x - max)}. */
    record LogSoftmax() implements Opaque {}

    /** Class numbers {@code [batch, …]} to rows {@code [batch, …, classes]} of zeros with a one. */
    record OneHot(int classes) implements Opaque {}

    // ---- integers

    /** An int32 as a real number; where it is too large for float32, the nearest. */
    record Cast() implements Opaque {}

    /** A real number of less than 2^24 as int32, without what is behind the point. */
    record ToInteger() implements Opaque {}

    // ---- mixed precision

    /**
     * The nearest bfloat16, of two equally near the one whose last bit is 0; NaN stays NaN, and what is below the smallest normal
     * number becomes 0. Only a {@link Contraction} takes it: its products are exact in float32, and added up as those of real
     * numbers are.
     */
    record ToBfloat16() implements Opaque {}

    /**
     * Rows of a table by their numbers; operands table {@code [rows, ..]}, without a batch, and indices, int32 of any
     * shape. The result has the indices' axes and then those of a row. An index that is none of the table's gives a row of
     * NaN: no engine reads beyond the table, and none hides the mistake. A table has at most {@value #MOST_ROWS} rows.
     */
    record Gather() implements Opaque {
        /** The integers that float32 represents exactly: an engine may keep indices as such. */
        public static final int MOST_ROWS = 1 << 24;
    }

    /**
     * Gradient of a {@link Gather}'s table, summed over all axes of the indices; operands indices and gradient. A row is
     * the sum of the gradient's rows with its index, in their order, so that it has the same bits however the work is cut.
     * What has an index outside of the table is left out.
     */
    record ScatterAdd(Shape table) implements Opaque {}

    // ---- trees

    /**
     * Sums of leaves. Operands are the features {@code [batch, n]}, what is added to every sum {@code [outputs]}, the numbers of
     * the roots' nodes {@code [trees]}, the nodes {@code [nodes, 4]}, the leaves {@code [leaves, m]}, and if any question is about
     * a set the sets {@code [numbers]}. Trees are added in their order, from the first to before the one whose root is negative;
     * with m of 1 tree {@code t} adds to output {@code t mod outputs}, else m is the number of outputs.
     *
     * <p>A node is {@code (feature, threshold, next, kind)}. A negative feature makes it the leaf number {@code next}. Else the way
     * goes on at node {@code next}, which is to the left, or right behind that. It goes left if the feature is at most the
     * threshold; with a kind of at least 2 if the feature, as an integer, is in the set that begins at place {@code threshold}: the
     * number of words, then these, of {@value #SET_BITS} bits each, the lowest first. Where the feature is NaN, or no integer of
     * the set's words, it goes left if the kind is odd. A node is behind the one that leads to it, so that every way ends.
     */
    record TreeSum(int outputs) implements Opaque {
        /** Numbers of a node. */
        public static final int NODE_SIZE = 4;
        /** How many integers a word of a set is about: as float32 is exact for. */
        public static final int SET_BITS = 24;
        /** As float32 counts them exactly. */
        public static final int MOST_NODES = 1 << 24;
        /** Added to the kind where what is missing goes left. */
        public static final int MISSING_LEFT = 1;
        /** The kind, or with {@link #MISSING_LEFT} one less, of a question about a set. */
        public static final int SET = 2;
    }

    // ---- nearest neighbours

    /**
     * The nearest rows of a table; operands are what is looked for {@code [batch, n]}, the table {@code [rows, n]}, and how many
     * rows of it are filled, from the front on {@code [1]}. The result {@code [batch, 2k]} has the distances of the {@code k}
     * nearest rows, ascending, and behind them the numbers of those rows. Of rows that are equally far the first come first. A
     * distance that is NaN is none: where fewer than {@code k} rows have one, it is NaN and the number of the row -1.
     *
     * @param k at least 1
     */
    record NearestRows(int k, DistanceMetric metric) implements Opaque {}

    // ---- contractions

    /**
     * Product of two matrices, either transposed first. An operand of more than two axes is the matrix whose columns are
     * its last axis and whose rows are all others: {@code [.., k] · [k, n]} gives {@code [.., n]}, so that all rows share
     * the right matrix, and {@code transposeLeft} of {@code [.., m]} and {@code [.., n]} with the same other axes gives
     * {@code [m, n]}. Contracting a batch axis sums over the batch.
     */
    record MatMul(boolean transposeLeft, boolean transposeRight) implements Contraction {
        @Override
        public boolean takesEpilogue() {
            return true;
        }
    }

    /**
     * Products of as many pairs of matrices as the leading axes count, which are the same in both operands and at least
     * one: {@code [.., m, k] · [.., k, n]} gives {@code [.., m, n]}. Either operand's matrices are transposed first.
     */
    record BatchMatMul(boolean transposeLeft, boolean transposeRight) implements Contraction {}

    /**
     * Cross-correlation; operands image {@code [batch, h, w, in]} and weights {@code [kh, kw, in / groups, out]}. Filters
     * {@code out / groups} at a time see the channels of their group.
     */
    record Conv2d(Window window, int groups) implements Contraction {
        @Override
        public boolean takesEpilogue() {
            return true;
        }
    }

    /** Gradient of a {@link Conv2d}'s image; operands gradient {@code [batch, oh, ow, out]} and weights. */
    record Conv2dInputGradient(Window window, int groups, Shape input) implements Contraction {}

    /** Gradient of a {@link Conv2d}'s weights, summed over the batch; operands image and gradient. */
    record Conv2dWeightGradient(Window window, int groups, Shape weights) implements Contraction {}

    /** Largest in each window, padding left out; NaN if the window holds one. */
    record MaxPool2d(Window window) implements Opaque {}

    /**
     * Operands image and gradient of the pooled; to the first largest of each window, row by row. In a window with NaN, it
     * may go to any pixel.
     */
    record MaxPool2dGradient(Window window) implements Opaque {}

    /** Mean of each window, padding left out of the sum and of the count. */
    record AveragePool2d(Window window) implements Opaque {}

    /** Operand: gradient of the pooled. */
    record AveragePool2dGradient(Window window, Shape input) implements Opaque {}
}
