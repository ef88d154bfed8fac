package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.BinaryFunction.MAXIMUM;
import static dev.updraft.compiler.ops.BinaryFunction.MINIMUM;
import static dev.updraft.compiler.ops.BinaryFunction.POWER;
import static dev.updraft.compiler.ops.UnaryFunction.ABS;
import static dev.updraft.compiler.ops.UnaryFunction.EXP;
import static dev.updraft.compiler.ops.UnaryFunction.LOG;
import static dev.updraft.compiler.ops.UnaryFunction.LOG1P;
import static dev.updraft.compiler.ops.UnaryFunction.NEGATE;
import static dev.updraft.compiler.ops.UnaryFunction.RELU;
import static dev.updraft.compiler.ops.UnaryFunction.SIGMOID;
import static dev.updraft.compiler.ops.UnaryFunction.SQUARE;

import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The operations of each loss. */
final class LossRule {
    /** Probabilities stay this far from 0 and 1 before a logarithm, as in Keras. */
    private static final double EPSILON = 1e-7;

    private final GraphBuilder to;
    private final Node output;
    private final Node target;
    private final @Nullable Node classWeights;
    private final @Nullable Node sampleWeights;
    private final boolean eachSample;

    private LossRule(
            GraphBuilder to,
            Node output,
            Node target,
            @Nullable Node classWeights,
            @Nullable Node sampleWeights,
            boolean eachSample) {
        this.to = to;
        this.output = output;
        this.target = target;
        this.classWeights = classWeights;
        this.sampleWeights = sampleWeights;
        this.eachSample = eachSample;
    }

    /**
     * The mean over the batch, a scalar.
     *
     * @param output what the network gives
     * @param target class numbers {@code [batch]} or one a position {@code [batch, …]}, or as many real numbers as the output
     *     has
     * @param classWeights how much samples of each class count, {@code [classes]}; null if all count the same
     * @param sampleWeights how much each sample counts, {@code [batch]}; null if all count the same. Whatever the weights, the sum is
     *     divided by the number of samples, as in Keras.
     */
    static Node of(
            GraphBuilder to,
            Loss loss,
            Node output,
            Node target,
            @Nullable Node classWeights,
            @Nullable Node sampleWeights) {
        return new LossRule(to, output, target, classWeights, sampleWeights, false).of(loss);
    }

    /** The loss of each sample, {@code [batch]}, which counts all samples the same. */
    static Node ofSamples(GraphBuilder to, Loss loss, Node output, Node target) {
        return new LossRule(to, output, target, null, null, true).of(loss);
    }

    private Node of(Loss loss) {
        return switch (loss) {
            case Loss.OfNumbers numbers -> mean(new NumberLossRule(to, output, realTarget()).of(numbers));
            case Loss.SparseCategoricalCrossentropy(var fromLogits) -> categorical(fromLogits, 0);
            case Loss.CategoricalCrossentropy(var fromLogits, var smoothing) -> categorical(fromLogits, smoothing);
            case Loss.CategoricalFocalCrossentropy focal -> categoricalFocal(focal);
            case Loss.CategoricalHinge() -> categoricalHinge();
            case Loss.KlDivergence() -> klDivergence();
            case Loss.BinaryCrossentropy(var fromLogits, var smoothing) ->
                mean(weightedByClass(binary(fromLogits, smoothed(realTarget(), smoothing, 2))));
            case Loss.BinaryFocalCrossentropy focal -> mean(weightedByClass(binaryFocal(focal)));
            case Loss.Hinge() -> mean(weightedByClass(margin()));
            case Loss.SquaredHinge() -> mean(weightedByClass(to.map(SQUARE, margin())));
            case Loss.Dice(var fromLogits) -> mean(ofClassOfSample(overlap(fromLogits, 0.5, 0.5, 0)));
            case Loss.Tversky(var fromLogits, var alpha, var beta) ->
                mean(ofClassOfSample(overlap(fromLogits, alpha, beta, EPSILON)));
        };
    }

    /** What the network predicts: probabilities where the loss takes logits, else its output. */
    static Node prediction(GraphBuilder to, Loss loss, Node output) {
        var activation = loss.predictionOf();
        return activation == null ? output : ActivationRule.of(to, activation, output);
    }

    /** {@code -Σ y log p} over the classes. */
    private Node categorical(boolean fromLogits, double labelSmoothing) {
        var classes = output.shape().dim(-1);
        var wanted = realTarget();
        var losses = to.multiply(smoothed(wanted, labelSmoothing, classes), logProbabilities(fromLogits));
        return to.map(NEGATE, mean(weighted(losses, wanted), rows()));
    }

    /** {@code y (1 - s) + s / n}. */
    private Node smoothed(Node wanted, double smoothing, int classes) {
        return to.add(to.multiply(wanted, 1 - smoothing), smoothing / classes);
    }

    /** Of a softmax's output, from the softmax's operand: exact where a probability is almost 0. */
    private Node logProbabilities(boolean fromLogits) {
        if (fromLogits) {
            return to.add(new Op.LogSoftmax(), output);
        }
        if (output.op() instanceof Op.Softmax) {
            return to.add(new Op.LogSoftmax(), output.operand(0));
        }
        var last = List.of(output.shape().rank() - 1);
        var probabilities = to.divide(output, to.broadcast(to.sum(output, last), output.shape()));
        return to.map(LOG, clipped(probabilities));
    }

    /** For each value. */
    private Node binary(boolean fromLogits, Node wanted) {
        if (fromLogits) {
            return binaryOfLogits(output, wanted);
        }
        if (output.op() instanceof Op.UnaryOp(UnaryFunction function) && function == SIGMOID) {
            return binaryOfLogits(output.operand(0), wanted);
        }
        var probability = clipped(output);
        var ofOne = to.multiply(wanted, to.map(LOG, probability));
        var ofZero = to.multiply(oneMinus(wanted), to.map(LOG, oneMinus(probability)));
        return to.map(NEGATE, to.add(ofOne, ofZero));
    }

    /** {@code max(x, 0) - x z + log(1 + exp(-|x|))}, which equals {@code -z log σ(x) - (1 - z) log (1 - σ(x))}. */
    private Node binaryOfLogits(Node x, Node z) {
        var linear = to.subtract(to.combine(MAXIMUM, x, to.constant(0)), to.multiply(x, z));
        return to.add(linear, to.map(LOG1P, to.map(EXP, to.map(NEGATE, to.map(ABS, x)))));
    }

    /** The crossentropy of each value times {@code (1 - p)^γ} of the right class, and its weight. */
    private Node binaryFocal(Loss.BinaryFocalCrossentropy focal) {
        var wanted = smoothed(realTarget(), focal.labelSmoothing(), 2);
        var probability = focal.fromLogits() ? to.map(SIGMOID, output) : output;
        var ofWrong = to.add(to.multiply(wanted, oneMinus(probability)), to.multiply(oneMinus(wanted), probability));
        var loss = to.multiply(
                to.combine(POWER, ofWrong, to.full(focal.gamma(), ofWrong.shape())),
                binary(focal.fromLogits(), wanted));
        var alpha = focal.alpha();
        return alpha == null ? loss : to.multiply(loss, to.add(to.multiply(wanted, 2 * alpha - 1), 1 - alpha));
    }

    /** {@code max(1 - y x, 0)} with -1 and 1 for the classes. */
    private Node margin() {
        var sign = to.add(to.multiply(realTarget(), 2), -1);
        return to.map(RELU, oneMinus(to.multiply(sign, output)));
    }

    /** {@code 1 - (Σ y p + ε) / (Σ y p + α Σ (1 - y) p + β Σ y (1 - p) + ε)} of each sample. */
    private Node overlap(boolean fromLogits, double alpha, double beta, double epsilon) {
        var wanted = realTarget();
        var probability = fromLogits ? to.map(SIGMOID, output) : output;
        var both = ofSample(to.multiply(wanted, probability));
        var only = to.multiply(ofSample(to.multiply(oneMinus(wanted), probability)), alpha);
        var missed = to.multiply(ofSample(to.multiply(wanted, oneMinus(probability))), beta);
        var all = to.add(to.add(both, only), missed);
        return oneMinus(to.divide(to.add(both, epsilon), to.add(all, Math.max(epsilon, EPSILON / 2))));
    }

    private Node ofSample(Node x) {
        var axes = IntStream.range(1, x.shape().rank()).boxed().toList();
        return to.reshape(to.sum(x, axes), Shape.batch());
    }

    /** Losses {@code [batch]}. */
    private Node ofClassOfSample(Node losses) {
        return classWeights == null ? losses : to.multiply(losses, weightsOfSamples(to, target, classWeights));
    }

    /** {@code -Σ α (1 - p)^γ y log p} over the classes. */
    private Node categoricalFocal(Loss.CategoricalFocalCrossentropy focal) {
        var wanted = realTarget();
        var logs = logProbabilities(focal.fromLogits());
        var rest = oneMinus(to.map(EXP, logs));
        var factor = to.multiply(to.combine(POWER, rest, to.full(focal.gamma(), rest.shape())), focal.alpha());
        var smoothed = smoothed(wanted, focal.labelSmoothing(), output.shape().dim(-1));
        var losses = to.multiply(to.multiply(smoothed, factor), logs);
        return to.map(NEGATE, mean(weighted(losses, wanted), rows()));
    }

    /** {@code max(1 - Σ y x + max((1 - y) x), 0)} of each row. */
    private Node categoricalHinge() {
        var wanted = realTarget();
        var last = List.of(output.shape().rank() - 1);
        var right = to.sum(to.multiply(wanted, output), last);
        var wrong = to.max(to.multiply(oneMinus(wanted), output), last);
        var losses = to.map(RELU, to.add(to.subtract(wrong, right), 1));
        return mean(classWeights == null ? losses : to.multiply(losses, rowWeights(wanted, classWeights)), rows());
    }

    /** {@code Σ y log(y / p)} over the classes. */
    private Node klDivergence() {
        var wanted = realTarget();
        var from = raised(wanted);
        var losses = to.multiply(from, to.subtract(to.map(LOG, from), to.map(LOG, raised(output))));
        return mean(weighted(losses, wanted), rows());
    }

    private Node raised(Node probabilities) {
        var least = to.combine(MAXIMUM, probabilities, to.constant(EPSILON));
        return to.combine(MINIMUM, least, to.constant(1));
    }

    private long rows() {
        return output.shape().elementsPerSample() / output.shape().dim(-1);
    }

    /** The target in the output's shape: class numbers one-hot, or for a single output 0 and 1. */
    private Node realTarget() {
        if (target.type() == ElementType.REAL) {
            return to.reshape(target, output.shape());
        }
        var classes = output.shape().dim(-1);
        if (classes > 1) {
            return to.reshape(to.add(new Op.OneHot(classes), target), output.shape());
        }
        var isClass = to.add(new Op.OneHot(2), target);
        var isOne = to.add(new Op.Slice(isClass.shape().rank() - 1, 1, 1), isClass);
        return to.reshape(isOne, output.shape());
    }

    /** The weight of each sample's class, {@code [batch]}; of class numbers {@code [batch]}, or rows with a column a class. */
    static Node weightsOfSamples(GraphBuilder to, Node target, Node classWeights) {
        var classes = classWeights.shape().dim(0);
        var isClass = target.type() == ElementType.REAL ? target : to.add(new Op.OneHot(classes), target);
        var chosen = to.multiply(isClass, Channels.broadcast(to, classWeights, isClass.shape()));
        return to.reshape(to.sum(chosen, List.of(1)), Shape.batch());
    }

    /** Losses {@code [batch, …, 1]} of a model with one output for two classes. */
    private Node weightedByClass(Node losses) {
        if (classWeights == null) {
            return losses;
        }
        var isClass = to.add(new Op.OneHot(2), target);
        return to.multiply(losses, to.reshape(rowWeights(isClass, classWeights), losses.shape()));
    }

    /** Losses with a column a class; {@code wanted} is 1 where the class is the sample's. */
    private Node weighted(Node losses, Node wanted) {
        return classWeights == null
                ? losses
                : to.multiply(losses, to.broadcast(rowWeights(wanted, classWeights), losses.shape()));
    }

    /** Losses {@code [batch, …]}, each times the weight of its sample. */
    private Node weightedBySample(Node losses) {
        if (sampleWeights == null) {
            return losses;
        }
        var ones = new ArrayList<>(Collections.nCopies(losses.shape().rank(), 1));
        ones.set(0, Shape.BATCH);
        var column = to.reshape(sampleWeights, new Shape(ones));
        return to.multiply(losses, to.broadcast(column, losses.shape()));
    }

    /** The weight of each row's class, along a last axis of extent 1. */
    private Node rowWeights(Node wanted, Node weights) {
        var last = List.of(wanted.shape().rank() - 1);
        return to.sum(to.multiply(wanted, Channels.broadcast(to, weights, wanted.shape())), last);
    }

    private Node clipped(Node probabilities) {
        var raised = to.combine(MAXIMUM, probabilities, to.constant(EPSILON));
        return to.combine(MINIMUM, raised, to.constant(1 - EPSILON));
    }

    private Node oneMinus(Node x) {
        return to.subtract(to.constant(1), x);
    }

    /** Over all elements. */
    private Node mean(Node losses) {
        return mean(losses, losses.shape().elementsPerSample());
    }

    /** The sum of all elements by the number of samples and {@code ofSample}; or each sample's own by {@code ofSample}. */
    private Node mean(Node losses, long ofSample) {
        if (eachSample) {
            var axes = IntStream.range(1, losses.shape().rank()).boxed().toList();
            return to.multiply(to.reshape(to.sum(losses, axes), Shape.batch()), 1.0 / ofSample);
        }
        var total = to.sumAll(weightedBySample(losses));
        return to.divide(total, to.multiply(to.add(new Op.BatchSize()), ofSample));
    }
}
