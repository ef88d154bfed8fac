package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.check.evaluation.Value.Numeric;
import dev.updraft.compiler.layers.TensorFunction;
import dev.updraft.compiler.layers.TensorFunction.BinaryKind;
import dev.updraft.compiler.layers.TensorFunction.UnaryKind;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Functions of numbers, computed while the model is checked: {@code dense(round(sqrt(width)))}. */
final class NumberFunctions {
    private NumberFunctions() {}

    /** What a function gives; null if it is not one of numbers. */
    static @Nullable Double of(TensorFunction function, List<Double> numbers) {
        return switch (function) {
            case TensorFunction.Unary(var kind) -> unary(kind, numbers.getFirst());
            case TensorFunction.Binary(var kind)
            when kind == BinaryKind.MAXIMUM -> Math.max(numbers.getFirst(), numbers.getLast());
            case TensorFunction.Binary(var kind)
            when kind == BinaryKind.MINIMUM -> Math.min(numbers.getFirst(), numbers.getLast());
            case TensorFunction.Clip(var low, var high) -> Math.clamp(numbers.getFirst(), low, high);
            case TensorFunction.Average _ ->
                numbers.stream().mapToDouble(number -> number).sum() / numbers.size();
            case TensorFunction.ToFloat _ -> numbers.getFirst();
            case TensorFunction _ -> null;
        };
    }

    private static @Nullable Double unary(UnaryKind kind, double x) {
        return switch (kind) {
            case NEGATE -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case SQUARE -> x * x;
            case SQRT -> Math.sqrt(x);
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case LOG1P -> Math.log1p(x);
            case ROUND -> Math.rint(x);
            case FLOOR -> Math.floor(x);
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case NOT -> null;
        };
    }

    /** The number, unless there is none. */
    static Numeric checked(String name, List<Double> numbers, double result) throws Arithmetic.NoResult {
        if (!Double.isFinite(result)) {
            var given = numbers.stream()
                    .map(number -> Arithmetic.of(number).description())
                    .collect(Collectors.joining(", "));
            throw new Arithmetic.NoResult("%s(%s) is not a finite number".formatted(name, given));
        }
        return Arithmetic.of(result);
    }
}
