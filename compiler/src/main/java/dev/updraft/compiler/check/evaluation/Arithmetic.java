package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.check.evaluation.Value.Numeric;
import dev.updraft.compiler.check.evaluation.Value.Real;
import dev.updraft.compiler.check.evaluation.Value.Whole;
import dev.updraft.compiler.syntax.SyntaxTree.Operator;
import org.jspecify.annotations.Nullable;

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

    static Value negate(Numeric value) throws NoResult {
        return apply(Operator.SUBTRACT, new Whole(0), value);
    }

    /** A number, or of a comparison whether it holds. */
    static Value apply(Operator operator, Numeric left, Numeric right) throws NoResult {
        var holds = compare(operator, left.real(), right.real());
        if (holds != null) {
            return new Value.Bool(holds);
        }
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

    private static @Nullable Boolean compare(Operator operator, double a, double b) {
        return switch (operator) {
            case LESS -> a < b;
            case LESS_EQUAL -> a <= b;
            case GREATER -> a > b;
            case GREATER_EQUAL -> a >= b;
            case EQUAL -> a == b;
            case NOT_EQUAL -> a != b;
            case OR, AND, ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER -> null;
        };
    }

    private static Numeric exact(Operator operator, long a, long b) throws NoResult {
        return switch (operator) {
            case ADD -> new Whole(Math.addExact(a, b));
            case SUBTRACT -> new Whole(Math.subtractExact(a, b));
            case MULTIPLY -> new Whole(Math.multiplyExact(a, b));
            case DIVIDE -> a % b == 0 ? new Whole(Math.divideExact(a, b)) : rounded(operator, a, b);
            case POWER, OR, AND, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL -> rounded(operator, a, b);
        };
    }

    private static Numeric rounded(Operator operator, double a, double b) throws NoResult {
        var result = switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case POWER -> Math.pow(a, b);
            case OR, AND, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL ->
                throw new IllegalArgumentException(operator + " gives no number");
        };
        return ofDouble(result, a, operator.symbol(), b);
    }

    private static Numeric ofDouble(double result, double a, String symbol, double b) throws NoResult {
        if (Double.isNaN(result)) {
            throw new NoResult("%s %s %s is not a real number".formatted(a, symbol, b));
        }
        if (!Double.isFinite(result)) {
            throw new NoResult("%s %s %s is too large for a float".formatted(a, symbol, b));
        }
        return of(result);
    }

    /** A number as an int if it is whole. */
    static Numeric of(double number) {
        return number == Math.rint(number) && Math.abs(number) <= EXACT ? new Whole((long) number) : new Real(number);
    }
}
