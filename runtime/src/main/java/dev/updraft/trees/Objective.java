package dev.updraft.trees;

/**
 * What splits are judged by: the sum of {@code T(G)² / (H + lambda)} over outputs, from sums in units, and what must hold of a
 * leaf. Where each output has a curvature of its own, the weight of a leaf is their mean.
 */
final class Objective {
    private final TreeSettings settings;
    private final boolean isOfSquares;
    final double gradientUnit;
    final double curvatureUnit;
    /** The least sum of curvatures of a leaf, in units. */
    final long leastCurvature;
    /** With this sum of curvatures, in units, a leaf has enough rows for certain. */
    final long certainCurvature;

    Objective(TreeSettings settings, QuantizedGradients gradients) {
        this.settings = settings;
        isOfSquares = settings.criterion() instanceof Criterion.Squares;
        gradientUnit = gradients.gradientUnit();
        curvatureUnit = gradients.curvatureUnit();
        var least = settings.minChildWeight() * (gradients.curvatureEach() ? gradients.outputs() : 1);
        var weight = Math.max(1, (long) Math.ceil(Math.min(least / curvatureUnit, 0x1p60)));
        var samples = settings.minSamplesLeaf() * gradients.mostCurvature();
        leastCurvature = gradients.curvatureCounted() ? Math.max(weight, samples) : weight;
        certainCurvature = settings.minSamplesLeaf() == 1 ? leastCurvature : Math.max(weight, samples);
    }

    /** Whether rows must be counted to know that a leaf has enough. */
    boolean countsMatter() {
        return certainCurvature > leastCurvature;
    }

    /** The score of a leaf of one output. */
    double score(long gradient, long curvature, double lambda) {
        if (!isOfSquares) {
            return term(gradient, curvature * curvatureUnit);
        }
        var square = square(gradient);
        return square > 0 ? square / (curvature * curvatureUnit + lambda) : 0;
    }

    /** The score of a leaf. */
    double score(GradientSums sums, double lambda) {
        if (sums.curvatures.length > 1) {
            return scoreOfEach(sums, lambda);
        }
        var all = sums.curvatures[0] * curvatureUnit;
        var sum = 0.0;
        if (!isOfSquares) {
            for (var gradient : sums.gradients) {
                sum += term(gradient, all);
            }
            return sum;
        }
        for (var gradient : sums.gradients) {
            sum += square(gradient);
        }
        return sum > 0 ? sum / (all + lambda) : 0;
    }

    private double scoreOfEach(GradientSums sums, double lambda) {
        var sum = 0.0;
        for (var k = 0; k < sums.gradients.length; k++) {
            sum += score(sums.gradients[k], sums.curvatures[k], lambda);
        }
        return sum;
    }

    /** The sum of curvatures that is an output's. */
    double curvature(GradientSums sums, int output) {
        return sums.curvature(output) * curvatureUnit;
    }

    /** The sum of curvatures, of several outputs their mean. */
    double weight(GradientSums sums) {
        return sums.curvature() * curvatureUnit / sums.curvatures.length;
    }

    private double term(long gradient, double all) {
        return switch (settings.criterion()) {
            case Criterion.Squares _ -> throw new IllegalStateException("squares have no terms");
            case Criterion.Entropy entropy -> entropy.term(-gradient * gradientUnit, all);
            case Criterion.Poisson poisson -> poisson.term(-gradient * gradientUnit, all);
        };
    }

    private double square(long gradient) {
        var shrunk = Math.abs(gradient * gradientUnit) - settings.alpha();
        return shrunk > 0 ? shrunk * shrunk : 0;
    }

    /** The score of a leaf whose value is kept in bounds. */
    double score(long gradient, long curvature, double lambda, double value) {
        var g = gradient * gradientUnit;
        var h = curvature * curvatureUnit + lambda;
        return -(2 * g * value + h * value * value + 2 * settings.alpha() * Math.abs(value));
    }

    private double value(long gradient, long curvature) {
        var g = gradient * gradientUnit;
        var shrunk = Math.max(0, Math.abs(g) - settings.alpha());
        var h = curvature * curvatureUnit + settings.lambda();
        return shrunk == 0 || h == 0 ? 0 : -Math.copySign(shrunk, g) / h;
    }

    /** The value of a leaf in one output, in bounds. */
    double value(long gradient, long curvature, double lower, double upper) {
        return Math.clamp(value(gradient, curvature), lower, upper);
    }

    /** The value of a leaf in one output, in bounds. */
    double value(GradientSums sums, int output, double lower, double upper) {
        return value(sums.gradients[output], sums.curvature(output), lower, upper);
    }

    /**
     * The least gain of a split that is more than an accident of rounding: of gradients and curvatures to units, and of the
     * scores themselves.
     */
    double leastGain(GrowingNode node, long weight, boolean curvatureExact) {
        var h = Math.max(node.curvature * curvatureUnit, Double.MIN_NORMAL);
        if (!isOfSquares) {
            var units = gradientUnit + (curvatureExact ? 0 : curvatureUnit);
            var rounding = curvatureExact && settings.criterion() instanceof Criterion.Entropy
                    ? 0
                    : 4 * units * Math.sqrt(weight);
            return Math.max(settings.gamma(), Math.max(rounding, 1e-12 * h));
        }
        var noise = 0.0;
        var score = 0.0;
        for (var k = 0; k < node.sums.gradients.length; k++) {
            var ofOutput = Math.max(curvature(node.sums, k), Double.MIN_NORMAL);
            var value = node.sums.gradients[k] * gradientUnit / ofOutput;
            var rounding =
                    gradientUnit * gradientUnit + (curvatureExact ? 0 : value * value * curvatureUnit * curvatureUnit);
            noise += rounding / ofOutput;
            score += value * value * ofOutput;
        }
        return Math.max(settings.gamma(), Math.max(8 * noise * weight, 1e-13 * score));
    }

    double lambda() {
        return settings.lambda();
    }
}
