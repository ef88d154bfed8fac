package dev.updraft.training.linear;

import dev.updraft.training.TrainingException;
import dev.updraft.training.objective.ObjectivePass;
import dev.updraft.training.objective.ObjectivePass.BlockResult;

/** The loss that the model names, in float32: whatever it is, slopes and curvatures come from the compiler's rules. */
final class CompiledLoss implements SampleLoss {
    private final ObjectivePass pass;
    private final int slopePlace;
    private final float[][] given;
    private final float[][] slope;
    private final float[][] curvature;
    private final String data;

    /**
     * @param slopePlace of the slopes among the results of the pass; the curvatures are behind them
     * @param data where the samples are from, in words
     */
    CompiledLoss(ObjectivePass pass, int slopePlace, int outputs, String data) {
        this.pass = pass;
        this.slopePlace = slopePlace;
        this.data = data;
        given = new float[outputs][pass.samples()];
        slope = new float[outputs][pass.samples()];
        curvature = new float[outputs][pass.samples()];
    }

    @Override
    public int outputs() {
        return given.length;
    }

    @Override
    public int samples() {
        return pass.samples();
    }

    /** Hears of the predictions for scores. */
    void report(double[][] scores, BlockResult result) {
        pass.run(floats(scores), result);
    }

    /** @throws TrainingException if a slope or a curvature is not finite */
    @Override
    public double compute(double[][] scores, double[][] slopes, double[][] curvatures) {
        var sum = new double[1];
        report(scores, (from, batch, outputs, loss) -> {
            pass.copy(outputs.values().get(slopePlace), from, batch.size(), slope);
            pass.copy(outputs.values().get(slopePlace + 1), from, batch.size(), curvature);
            sum[0] += loss * batch.size();
        });
        for (var output = 0; output < slope.length; output++) {
            for (var i = 0; i < slope[output].length; i++) {
                slopes[output][i] = slope[output][i];
                curvatures[output][i] = curvature[output][i];
                if (!Float.isFinite(slope[output][i]) || !Float.isFinite(curvature[output][i])) {
                    throw new TrainingException(
                            "the loss of sample " + i + " (counted from 0, of the training part) has a gradient of "
                                    + slope[output][i] + " and a curvature of " + curvature[output][i]
                                    + ": look for extreme values in its target in " + data + ", or choose another loss");
                }
            }
        }
        return sum[0];
    }

    private float[][] floats(double[][] scores) {
        for (var output = 0; output < given.length; output++) {
            for (var i = 0; i < given[output].length; i++) {
                given[output][i] = (float) scores[output][i];
            }
        }
        return given;
    }
}
