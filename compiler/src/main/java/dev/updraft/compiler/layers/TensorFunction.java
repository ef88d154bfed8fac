package dev.updraft.compiler.layers;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an operator or a function of an expression computes. Axes count the batch, as in Keras, and count from the end if
 * negative. Names and meanings follow {@code keras.ops}.
 */
public sealed interface TensorFunction {

    /** {@code f(x)} for every element. */
    record Unary(UnaryKind kind) implements TensorFunction {}

    /** Functions of one number; {@link #NOT} takes a truth value and gives one. */
    enum UnaryKind {
        NEGATE,
        NOT,
        ABS,
        SIGN,
        SQUARE,
        SQRT,
        EXP,
        LOG,
        LOG1P,
        /** To the nearest integer, halves to the even one. */
        ROUND,
        FLOOR,
        SIN,
        COS
    }

    /** {@code f(a, b)} for every pair of elements, of shapes that broadcast. */
    record Binary(BinaryKind kind) implements TensorFunction {}

    /** Functions of two numbers. Comparisons give truth values; {@link #AND} and {@link #OR} take and give them. */
    enum BinaryKind {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        POWER("**"),
        MAXIMUM("maximum"),
        MINIMUM("minimum"),
        LESS("<"),
        LESS_EQUAL("<="),
        GREATER(">"),
        GREATER_EQUAL(">="),
        EQUAL("=="),
        NOT_EQUAL("!="),
        AND("and"),
        OR("or");

        private final String symbol;

        BinaryKind(String symbol) {
            this.symbol = symbol;
        }

        /** As it is written in the language. */
        public String symbol() {
            return symbol;
        }

        /** Whether it compares, and may compare integers. */
        public boolean compares() {
            return switch (this) {
                case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL -> true;
                case ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER, MAXIMUM, MINIMUM, AND, OR -> false;
            };
        }

        /** Whether it combines truth values. */
        public boolean isLogical() {
            return this == AND || this == OR;
        }
    }

    /** {@code min(max(x, low), high)}. */
    record Clip(double low, double high) implements TensorFunction {}

    /** {@code condition ? a : b} for every element, of shapes that broadcast. */
    record Where() implements TensorFunction {}

    /**
     * Combines the elements along axes.
     *
     * @param axes null for all but the batch
     * @param keep whether the axes stay, with extent 1
     */
    record Reduce(Reduction reduction, @Nullable List<Integer> axes, boolean keep) implements TensorFunction {}

    /** How a {@link Reduce} combines; the variance is that of the elements themselves, divided by their number. */
    enum Reduction {
        SUM,
        MEAN,
        MAX,
        MIN,
        PRODUCT,
        VARIANCE
    }

    /** The place of the largest element along an axis, the first of several. It has no gradient. */
    record ArgMax(int axis) implements TensorFunction {}

    /** {@code x[0] + … + x[i]} along an axis. */
    record CumSum(int axis) implements TensorFunction {}

    /**
     * Products of matrices: of the last two axes of both, or with a matrix without a batch on the right, of all rows with it.
     */
    record MatMul() implements TensorFunction {}

    /** {@code Σ a b} along the last axis, which stays with extent 1; with {@code normalize} of vectors scaled to length 1. */
    record Dot(boolean normalize) implements TensorFunction {}

    /** Axis {@code i} of the result is axis {@code axes[i]} of the operand. */
    record Transpose(List<Integer> axes) implements TensorFunction {}

    /** A new axis of extent 1. */
    record ExpandDims(int axis) implements TensorFunction {}

    /** Without axes of extent 1; with {@code axis} null without all of them. */
    record Squeeze(@Nullable Integer axis) implements TensorFunction {}

    /** Mean of several values, elementwise. */
    record Average() implements TensorFunction {}

    /** Side by side along a new axis. */
    record Stack(int axis) implements TensorFunction {}

    /** Repeats the whole value along each axis. */
    record Tile(List<Integer> repeats) implements TensorFunction {}

    /** {@code x[:, 0]}; one entry an axis, or fewer: the others are whole. */
    record Slice(List<AxisSlice> axes) implements TensorFunction {}

    /** Which places of an axis are taken. */
    sealed interface AxisSlice {
        /** One, from the end if negative; the axis goes away. */
        record Place(int index) implements AxisSlice {}

        /** From {@code start} to before {@code end}, from the end if negative; null for the first and the last. */
        record Places(@Nullable Integer start, @Nullable Integer end) implements AxisSlice {}

        /** All of as many axes as the other entries leave. */
        record Rest() implements AxisSlice {}
    }

    /** The elements of the first operand at the places along an axis that the second names, which are integers. */
    record Gather(int axis) implements TensorFunction {}

    /** For each integer a row of zeros with a one. */
    record OneHot(int classes) implements TensorFunction {}

    /** An integer or a truth value, 0 and 1, as a real number. */
    record ToFloat() implements TensorFunction {}

    /** The value itself, through which no gradient passes. */
    record StopGradient() implements TensorFunction {}

    /** Normally distributed, in the shape of the operand; a draw for each element, also when predicting. */
    record RandomNormal(double mean, double stddev) implements TensorFunction {}

    /** Uniform from {@code low} to below {@code high}, in the shape of the operand. */
    record RandomUniform(double low, double high) implements TensorFunction {}

    /** Its name in the language; of an operator that of the function which computes the same. */
    default String label() {
        return switch (this) {
            case Unary(var kind) -> kind.name().toLowerCase(Locale.ROOT);
            case Binary(var kind) -> kind.name().toLowerCase(Locale.ROOT);
            case Reduce(var reduction, var _, var _) -> reduction.name().toLowerCase(Locale.ROOT);
            case Clip _ -> "clip";
            case Where _ -> "where";
            case ArgMax _ -> "argmax";
            case CumSum _ -> "cumsum";
            case MatMul _ -> "matmul";
            case Dot _ -> "dot";
            case Transpose _ -> "transpose";
            case ExpandDims _ -> "expand_dims";
            case Squeeze _ -> "squeeze";
            case Average _ -> "average";
            case Stack _ -> "stack";
            case Tile _ -> "tile";
            case Slice _ -> "slice";
            case Gather _ -> "gather";
            case OneHot _ -> "one_hot";
            case ToFloat _ -> "float";
            case StopGradient _ -> "stop_gradient";
            case RandomNormal _ -> "random_normal";
            case RandomUniform _ -> "random_uniform";
        };
    }

    /** As it is written in the language: {@code +}, {@code not}, {@code sum}. */
    default String symbol() {
        return switch (this) {
            case Unary(var kind) when kind == UnaryKind.NEGATE -> "-";
            case Binary(var kind) -> kind.symbol();
            case Slice _ -> "[…]";
            case TensorFunction _ -> label();
        };
    }

    /** Whether the result has the operands' elements, only arranged. */
    default boolean arranges() {
        return switch (this) {
            case Transpose _, ExpandDims _, Squeeze _, Stack _, Tile _, Slice _, StopGradient _ -> true;
            case Unary _,
                    Binary _,
                    Clip _,
                    Average _,
                    Where _,
                    Reduce _,
                    ArgMax _,
                    CumSum _,
                    MatMul _,
                    Dot _,
                    Gather _,
                    OneHot _,
                    ToFloat _,
                    RandomNormal _,
                    RandomUniform _ -> false;
        };
    }

    /** Whether the result is made of truth values. */
    default boolean givesTruth() {
        return switch (this) {
            case Unary(var kind) -> kind == UnaryKind.NOT;
            case Binary(var kind) -> kind.compares() || kind.isLogical();
            case Clip _,
                    Average _,
                    Where _,
                    Reduce _,
                    ArgMax _,
                    CumSum _,
                    MatMul _,
                    Dot _,
                    Transpose _,
                    ExpandDims _,
                    Squeeze _,
                    Stack _,
                    Tile _,
                    Slice _,
                    Gather _,
                    OneHot _,
                    ToFloat _,
                    StopGradient _,
                    RandomNormal _,
                    RandomUniform _ -> false;
        };
    }
}
