package dev.updraft.compiler.layers;

import org.jspecify.annotations.Nullable;

/** How weights are updated from their gradients. Names, defaults and formulas follow Keras 3. */
public sealed interface Optimizer {
    LearningRateSchedule learningRate();

    Clipping clipping();

    record Sgd(LearningRateSchedule learningRate, double momentum, boolean nesterov, Clipping clipping)
            implements Optimizer {}

    record RmsProp(
            LearningRateSchedule learningRate,
            double rho,
            double momentum,
            double epsilon,
            boolean centered,
            Clipping clipping)
            implements Optimizer {}

    /** Kingma and Ba, arXiv:1412.6980. */
    record Adam(LearningRateSchedule learningRate, double beta1, double beta2, double epsilon, Clipping clipping)
            implements Optimizer {}

    /** Loshchilov and Hutter, arXiv:1711.05101: decay decoupled from the gradient, scaled by the learning rate. */
    record AdamW(
            LearningRateSchedule learningRate,
            double weightDecay,
            double beta1,
            double beta2,
            double epsilon,
            Clipping clipping)
            implements Optimizer {}

    record Adagrad(LearningRateSchedule learningRate, double initialAccumulator, double epsilon, Clipping clipping)
            implements Optimizer {}

    /**
     * Gradient clipping; null for none.
     *
     * @param value each element into ±value
     * @param norm each weight's gradient scaled down to this L2 norm
     * @param globalNorm all gradients scaled down together to this L2 norm
     */
    record Clipping(
            @Nullable Double value,
            @Nullable Double norm,
            @Nullable Double globalNorm) {
        public static final Clipping NONE = new Clipping(null, null, null);
    }
}
