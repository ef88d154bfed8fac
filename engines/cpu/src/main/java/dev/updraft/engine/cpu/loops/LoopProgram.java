package dev.updraft.engine.cpu.loops;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.UnaryFunction;
import java.util.List;

/**
 * What a loop computes for each element, without saying which registers it works on: loops that do the same share a program. Values
 * are numbered: first the inputs, then what each step computes. Places stand for registers.
 */
public record LoopProgram(List<Input> inputs, List<Step> steps, List<Result> results) {
    public LoopProgram {
        inputs = List.copyOf(inputs);
        steps = List.copyOf(steps);
        results = List.copyOf(results);
    }

    /**
     * A value that is in a register before.
     *
     * @param isNumber whether it is the same for all elements
     */
    public record Input(int place, boolean isNumber) {}

    /** A value that is in a register afterwards, which may have been an input's. */
    public record Result(int place, int value) {}

    /** Computes one value of others. */
    public sealed interface Step {}

    /** Of one. */
    public record Unary(UnaryFunction function, int x) implements Step {}

    /** Of two. */
    public record Binary(BinaryFunction function, int a, int b) implements Step {}

    /**
     * Nodes of the JIT compiler's graph that a loop may have, by the estimate of {@link #cost}: it vectorises none of more than 60
     * ({@code -XX:LoopUnrollLimit}).
     */
    public static final int MOST = 56;

    /** What a place that is no number costs: an address and its check. */
    public static final int PLACE = 7;

    /** Not to be part of any loop. */
    public static final int NEVER = 1000;

    /**
     * What a function costs; {@link #NEVER} of one through float64 or an int's bits, which would leave all of a loop without vector
     * instructions.
     */
    public static int cost(UnaryFunction function) {
        return switch (function) {
            case STOP_GRADIENT -> 0;
            case NEGATE, ABS, SIGN, SQUARE, RECIPROCAL, RELU -> 1;
            case FLUSH_DENORMALS -> 2;
            case SQRT -> 3;
            case TANH, ERF -> 26;
            case EXP, EXPM1, LOG, LOG1P, SIN, COS, FLOOR, SIGMOID -> NEVER;
        };
    }

    /** The same of a function of two numbers. */
    public static int cost(BinaryFunction function) {
        return switch (function) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM -> 1;
            case RELU_GRAD -> 3;
            case LESS, EQUAL -> 8;
            case POWER -> NEVER;
        };
    }
}
