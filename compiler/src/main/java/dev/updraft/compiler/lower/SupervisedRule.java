package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.SupervisedLayer;
import dev.updraft.compiler.layers.SupervisedLayer.KernelSvm;
import dev.updraft.compiler.layers.SupervisedLayer.NaiveBayes;
import dev.updraft.compiler.layers.SupervisedLayer.NaiveBayes.Feature;
import dev.updraft.compiler.layers.SupervisedLayer.NearestNeighbors;
import dev.updraft.compiler.layers.TreeLayer.Link;
import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of layers that have learnt from samples and target: what they predict. */
final class SupervisedRule {
    private final GraphBuilder to;
    private final LayerRule rule;

    SupervisedRule(GraphBuilder to, LayerRule rule) {
        this.to = to;
        this.rule = rule;
    }

    /** @param x {@code [batch, features]} */
    Node of(SupervisedLayer layer, Node x) {
        return switch (layer) {
            case NaiveBayes bayes -> naiveBayes(bayes, x);
            case NearestNeighbors neighbors -> neighbors(neighbors, x);
            case KernelSvm svm -> kernelSvm(svm, x);
        };
    }

    private Node naiveBayes(NaiveBayes bayes, Node x) {
        var scores = Shape.batch(bayes.classes());
        var sum = Channels.broadcast(to, rule.weight(NaiveBayes.CLASS_LOG_PRIOR), scores);
        for (var part : parts(bayes, x)) {
            sum = to.add(sum, part);
        }
        if (bayes.link() == Link.LOGIT) {
            return to.subtract(to.add(new Op.Slice(1, 1, 1), sum), to.add(new Op.Slice(1, 0, 1), sum));
        }
        return to.add(new Op.LogSoftmax(), sum);
    }

    /** What each kind of feature adds to the logarithms of the classes' probabilities. */
    private List<Node> parts(NaiveBayes bayes, Node x) {
        var parts = new ArrayList<Node>();
        var numbers = bayes.features(Feature.Number.class);
        if (!numbers.isEmpty()) {
            parts.add(normal(bayes, places(x, numbers), presence(x, numbers)));
        }
        var truths = bayes.features(Feature.Truth.class);
        if (!truths.isEmpty()) {
            parts.add(truths(places(x, truths), presence(x, truths)));
        }
        var values = bayes.features(Feature.Values.class);
        if (!values.isEmpty()) {
            parts.add(values(bayes, values, places(x, values)));
        }
        var words = bayes.features(Feature.Word.class);
        if (!words.isEmpty()) {
            parts.add(to.matMul(places(x, words), false, rule.weight(NaiveBayes.LOG_WORD), false));
        }
        return parts;
    }

    private Node places(Node x, List<? extends Feature> features) {
        return Slices.of(to, x, features.stream().map(Feature::place).toList());
    }

    /** 0 where a value is missing; null if all are always there. */
    private @Nullable Node presence(Node x, List<? extends Feature> features) {
        var optional = features.stream()
                .map(Feature::presence)
                .filter(place -> place != Feature.ALWAYS)
                .toList();
        if (optional.isEmpty()) {
            return null;
        }
        var given = Slices.of(to, x, optional);
        var always = features.size() - optional.size();
        return always == 0 ? given : to.add(new Op.Concat(1), to.full(1, Shape.batch(always)), given);
    }

    /** {@code -(log 2πσ² + (x - μ)² / σ²) / 2}; from the difference, which float32 keeps where the expanded square would not. */
    private Node normal(NaiveBayes bayes, Node x, @Nullable Node presence) {
        var each = Shape.batch(bayes.classes(), x.shape().dim(1));
        var difference = to.subtract(forEachClass(x, each), ofClasses(NaiveBayes.MEAN, each));
        var variance = ofClasses(NaiveBayes.VARIANCE, each);
        var logarithm = to.add(to.map(UnaryFunction.LOG, variance), Math.log(2 * Math.PI));
        var density = to.multiply(
                to.add(logarithm, to.divide(to.multiply(difference, difference), variance)), -0.5);
        var known = presence == null ? density : to.multiply(density, forEachClass(presence, each));
        return to.reshape(to.sum(known, List.of(2)), Shape.batch(bayes.classes()));
    }

    private Node forEachClass(Node x, Shape each) {
        return to.broadcast(to.reshape(x, Shape.batch(1, each.dim(2))), each);
    }

    private Node ofClasses(String weight, Shape each) {
        return to.broadcast(to.reshape(rule.weight(weight), Shape.of(1, each.dim(1), each.dim(2))), each);
    }

    private Node truths(Node x, @Nullable Node presence) {
        var holds = to.combine(BinaryFunction.LESS, to.full(0, x.shape()), x);
        var there = presence == null ? to.full(1, x.shape()) : presence;
        return to.add(
                to.matMul(to.multiply(there, holds), false, rule.weight(NaiveBayes.LOG_TRUE), false),
                to.matMul(
                        to.multiply(there, to.subtract(to.full(1, x.shape()), holds)),
                        false,
                        rule.weight(NaiveBayes.LOG_FALSE),
                        false));
    }

    private Node values(NaiveBayes bayes, List<Feature.Values> values, Node x) {
        var first = new ArrayList<Node>();
        var next = 0;
        for (var feature : values) {
            first.add(to.full(next, Shape.batch(1)));
            next += feature.size();
        }
        var offsets = first.size() == 1 ? first.getFirst() : to.add(new Op.Concat(1), first);
        var index = to.add(to.map(UnaryFunction.FLOOR, x), offsets); // Behind the point is the fold.
        var rows = to.gather(rule.weight(NaiveBayes.LOG_CATEGORY), to.add(new Op.ToInteger(), index));
        return to.reshape(to.sum(rows, List.of(1)), Shape.batch(bayes.classes()));
    }

    private Node neighbors(NearestNeighbors layer, Node x) {
        var k = layer.k();
        var nearest = to.add(
                new Op.NearestRows(k, layer.metric()),
                x,
                rule.weight(NearestNeighbors.ROWS),
                rule.weight(NearestNeighbors.COUNT));
        var numbers = to.add(new Op.ToInteger(), to.add(new Op.Slice(1, k, k), nearest));
        var targets = to.gather(rule.weight(NearestNeighbors.TARGETS), numbers);
        var each = Shape.batch(k, layer.outputs());
        var votes = layer.isOfClassNumbers() ? classes(targets, layer.outputs()) : targets;
        if (!layer.ofDistance()) {
            return linked(layer, to.multiply(to.sum(votes, List.of(1)), 1.0 / k));
        }
        var weights = byDistance(to.add(new Op.Slice(1, 0, k), nearest));
        var weighed = to.multiply(votes, to.broadcast(to.reshape(weights, Shape.batch(k, 1)), each));
        var total = to.reshape(to.sum(weights, List.of(1)), Shape.batch(1, 1));
        var sum = to.sum(weighed, List.of(1));
        return linked(layer, to.divide(sum, to.broadcast(total, sum.shape())));
    }

    private Node linked(NearestNeighbors layer, Node mean) {
        return new TreeRule(to).linked(layer.link(), to.reshape(mean, Shape.batch(layer.outputs())));
    }

    /** A number that is NaN, of no row, is of no class. */
    private Node classes(Node numbers, int count) {
        var each = numbers.shape().with(-1, count);
        var places = new ArrayList<Node>();
        for (var place = 0; place < count; place++) {
            places.add(to.full(place, numbers.shape()));
        }
        var row = to.add(new Op.Concat(2), places);
        var number = to.broadcast(numbers, each);
        var isNumber = to.combine(BinaryFunction.EQUAL, number, number);
        return to.select(isNumber, to.combine(BinaryFunction.EQUAL, number, row), number);
    }

    /** One over the distance; where a distance is 0, 1 for such and 0 for others. */
    private Node byDistance(Node distances) {
        var zero = to.full(0, distances.shape());
        var one = to.full(1, distances.shape());
        var isZero = to.combine(BinaryFunction.EQUAL, distances, zero);
        var any = to.broadcast(to.add(new Op.Max(List.of(1)), isZero), distances.shape());
        var divided = to.divide(one, to.select(isZero, one, distances));
        return to.select(any, isZero, divided);
    }

    /** {@code Σ c · exp(2γ x·v - γ|v|² - γ|x|²) + b}, or with Fourier features {@code Σ c · cos(x·v + phase) + b}. */
    private Node kernelSvm(KernelSvm svm, Node x) {
        var centered = to.subtract(x, Channels.broadcast(to, rule.weight(KernelSvm.CENTER), x.shape()));
        var product = to.matMul(centered, false, rule.weight(KernelSvm.VECTORS), true);
        var each = product.shape();
        var gamma = rule.weight(KernelSvm.GAMMA);
        var fourier = rule.weight(KernelSvm.FOURIER);
        var factor = to.select(fourier, to.full(1, gamma.shape()), to.multiply(gamma, 2));
        var exponent = to.add(
                to.multiply(product, Channels.broadcastNumber(to, factor, each)),
                Channels.broadcast(to, rule.weight(KernelSvm.OFFSETS), each));
        var squares = to.sum(to.multiply(centered, centered), List.of(1));
        var spread = to.multiply(squares, Channels.broadcastNumber(to, gamma, squares.shape()));
        var distance = to.subtract(exponent, to.broadcast(spread, each));
        var kernel = to.select(
                Channels.broadcastNumber(to, fourier, each),
                to.map(UnaryFunction.COS, exponent),
                to.map(UnaryFunction.EXP, distance));
        var sum = to.matMul(kernel, false, rule.weight(KernelSvm.COEFFICIENTS), false);
        return to.add(sum, Channels.broadcast(to, rule.weight(KernelSvm.BIAS), sum.shape()));
    }
}
