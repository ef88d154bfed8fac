package dev.updraft.training.trees;

import dev.updraft.training.TrainingException;
import dev.updraft.training.objective.ObjectivePass;
import dev.updraft.training.objective.ObjectivePass.BlockResult;
import org.jspecify.annotations.Nullable;

/** Gradient and curvature of the loss of every sample by its scores: by output, then sample. */
final class Derivatives {
    /** What a curvature is at least, so that the quotient that a leaf is does not explode. */
    static final float LEAST_CURVATURE = 1e-6f;

    private final ObjectivePass pass;
    private final int gradientPlace;
    private final @Nullable RankingDerivatives ranking;
    private final float[][] gradient;
    private final float[][] curvature;
    private boolean isFlat;

    /**
     * @param gradientPlace of the gradient among the results of the pass; the curvature is behind it
     * @param ranking knows them and the loss instead, if samples see each other; else null
     */
    Derivatives(ObjectivePass pass, int gradientPlace, int outputs, @Nullable RankingDerivatives ranking) {
        this.pass = pass;
        this.gradientPlace = gradientPlace;
        this.ranking = ranking;
        gradient = new float[outputs][pass.samples()];
        curvature = new float[outputs][pass.samples()];
    }

    float[][] gradient() {
        return gradient;
    }

    float[][] curvature() {
        return curvature;
    }

    /**
     * Whether the loss has a slope somewhere and no curvature, as an absolute error: then the curvature does not say how far to go,
     * and stands at 1 there.
     */
    boolean isFlat() {
        return isFlat;
    }

    /**
     * Computes both.
     *
     * @param also hears of each block
     * @throws TrainingException if one is not finite
     */
    void compute(float[][] scores, BlockResult also) {
        isFlat = false;
        if (ranking != null) {
            var loss = ranking.loss(scores[0]);
            if (Double.isFinite(loss)) {
                ranking.compute(scores[0], gradient[0], curvature[0]);
            }
            pass.run(scores, (from, batch, outputs, _) -> also.block(from, batch, outputs, loss));
            return;
        }
        pass.run(scores, (from, batch, outputs, loss) -> {
            pass.copy(outputs.values().get(gradientPlace), from, batch.size(), gradient);
            pass.copy(outputs.values().get(gradientPlace + 1), from, batch.size(), curvature);
            for (var output = 0; output < gradient.length; output++) {
                check(gradient[output], curvature[output], from, from + batch.size());
            }
            also.block(from, batch, outputs, loss);
        });
    }

    /** Compares scores with the targets, and leaves the derivatives as they are. */
    void compare(float[][] scores, BlockResult result) {
        pass.run(scores, result);
    }

    private void check(float[] slopes, float[] curvatures, int from, int to) {
        for (var i = from; i < to; i++) {
            var slope = slopes[i];
            var bend = curvatures[i];
            if (!Float.isFinite(slope) || !Float.isFinite(bend)) {
                throw new TrainingException(
                        "the loss of sample " + i + " (counted from 0, of the training part) has a gradient"
                                + " of " + slope + " and a curvature of " + bend
                                + ", so that no tree can follow it: look for extreme values in its target, or choose another loss");
            }
            if (!(bend >= LEAST_CURVATURE)) {
                var flat = bend == 0 && slope != 0;
                isFlat |= flat;
                curvatures[i] = flat ? 1 : LEAST_CURVATURE;
            }
        }
    }
}
