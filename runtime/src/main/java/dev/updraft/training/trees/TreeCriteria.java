package dev.updraft.training.trees;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.layers.TreeLayer.Link;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.spi.Session;
import dev.updraft.training.TrainingException;
import dev.updraft.trees.Criterion;
import java.lang.foreign.Arena;
import java.util.Locale;

/**
 * What the trees of a layer judge splits by.
 *
 * @param target what they learn, if it is the target itself
 */
record TreeCriteria(TreeLayer layer, Target target) {
    /** Standardised numbers are rounded: a count of 0 may come back as little below it. */
    private static final double ROUNDING = 1e-5;

    /** @param session holds the mean and deviation of the target, if it is standardised */
    Criterion of(Program program, Session session) {
        return switch (layer.settings().criterion()) {
            case OF_TARGET, GINI, SQUARED_ERROR -> new Criterion.Squares();
            case ENTROPY -> new Criterion.Entropy(layer.link() == Link.LOGIT);
            case POISSON ->
                target.unit().isLearnt()
                        ? new Criterion.Poisson(
                                statistic(program, session, TargetUnit.DEVIATION),
                                statistic(program, session, TargetUnit.MEAN))
                        : new Criterion.Poisson(1, 0);
        };
    }

    private double statistic(Program program, Session session, String name) {
        var variable = program.variables().stream()
                .filter(known -> known.name().equals(target.name() + "/" + name))
                .findFirst()
                .orElseThrow();
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocate(JAVA_FLOAT);
            session.read(variable, value);
            return value.get(JAVA_FLOAT, 0);
        }
    }

    /**
     * Checks the numbers that trees are to learn.
     *
     * @param derivatives of the target
     * @throws TrainingException if the criterion is for counts, and one is below 0
     */
    void requireFit(Criterion criterion, Derivatives derivatives) {
        if (!(criterion instanceof Criterion.Poisson(var deviation, var mean))) {
            return;
        }
        for (var output = 0; output < derivatives.gradient().length; output++) {
            var gradient = derivatives.gradient()[output];
            var weight = derivatives.curvature()[output];
            for (var i = 0; i < gradient.length; i++) {
                var y = mean - gradient[i] / weight[i] * deviation;
                if (y < -ROUNDING * (Math.abs(mean) + deviation)) {
                    throw new TrainingException(
                            "criterion: poisson is for counts, and others that are not negative, but `"
                                    + target.name() + "` of sample " + i + " (counted from 0, of the training part) is "
                                    + String.format(Locale.ROOT, "%.4g", y)
                                    + ": use squared_error, or remove such samples");
                }
            }
        }
    }
}
