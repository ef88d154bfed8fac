package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.check.evaluation.Value.Numeric;
import dev.updraft.compiler.check.evaluation.Value.Real;
import dev.updraft.compiler.check.evaluation.Value.Whole;
import dev.updraft.compiler.syntax.SyntaxTree.Operator;

/**
 * Arithmetic on parameters. A result that is whole is an int, whatever it was made of, so that {@code width / 2} and
 * {@code 0.5 * width} can be a number of filters; {@code 1/255} is not rounded.
 */
final class Arithmetic {
    private Arithmetic() {}

    /** Beyond this a double no longer tells one whole number from the next. */
    private static final double EXACT = 1L << 53;

    /** Why there is no result; the message is for the user. */
    static final class NoResult extends Exception {
        private static final long serialVersionUID = 1;

        NoResult(String message) {
            super(message, null, false, false);
        }
    }

    static Numeric negate(Numeric value) throws NoResult {
        return apply(Operator.SUBTRACT, new Whole(0), value);
    }

    static Numeric apply(Operator operator, Numeric left, Numeric right) throws NoResult {
        if (operator == Operator.DIVIDE && right.real() == 0) {
            throw new NoResult("division by zero");
        }
        try {
            return left instanceof Whole(var a) && right instanceof Whole(var b)
                    ? exact(operator, a, b)
                    : rounded(operator, left.real(), right.real());
        } catch (ArithmeticException _) {
            throw new NoResult("%s %s %s is too large for an int"
                    .formatted(left.description(), operator.symbol(), right.description()));
        }
    }

    private static Numeric exact(Operator operator, long a, long b) throws NoResult {
        return switch (operator) {
            case ADD -> new Whole(Math.addExact(a, b));
            case SUBTRACT -> new Whole(Math.subtractExact(a, b));
            case MULTIPLY -> new Whole(Math.multiplyExact(a, b));
            case DIVIDE -> a % b == 0 ? new Whole(Math.divideExact(a, b)) : rounded(operator, a, b);
        };
    }

    private static Numeric rounded(Operator operator, double a, double b) throws NoResult {
        var result = switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
        };
        if (!Double.isFinite(result)) {
            throw new NoResult("%s %s %s is too large for a float".formatted(a, operator.symbol(), b));
        }
        return result == Math.rint(result) && Math.abs(result) <= EXACT ? new Whole((long) result) : new Real(result);
    }
}
