package dev.updraft.compiler.layers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How weights are updated from their gradients. Names, defaults and formulas follow Keras 3. */
public sealed interface Optimizer {
    LearningRateSchedule learningRate();

    /** What optimizers that step along a gradient can do besides. */
    Options options();

    /** Robbins and Monro, 1951; momentum by Polyak, 1964, or Nesterov, 1983. */
    record Sgd(LearningRateSchedule learningRate, double momentum, boolean nesterov, Options options)
            implements Optimizer {}

    /** Hinton, 2012; centered as by Graves, arXiv:1308.0850. */
    record RmsProp(
            LearningRateSchedule learningRate,
            double rho,
            double momentum,
            double epsilon,
            boolean centered,
            Options options)
            implements Optimizer {}

    /**
     * Kingma and Ba, arXiv:1412.6980.
     *
     * @param amsgrad whether to divide by the largest mean square so far: Reddi, Kale and Kumar, arXiv:1904.09237
     */
    record Adam(
            LearningRateSchedule learningRate,
            double beta1,
            double beta2,
            double epsilon,
            boolean amsgrad,
            Options options)
            implements Optimizer {}

    /** Loshchilov and Hutter, arXiv:1711.05101: Adam, with weight decay by default. */
    record AdamW(
            LearningRateSchedule learningRate,
            double beta1,
            double beta2,
            double epsilon,
            boolean amsgrad,
            Options options)
            implements Optimizer {}

    /** Adam with the infinity norm instead of the root mean square: Kingma and Ba, arXiv:1412.6980, section 7.1. */
    record Adamax(LearningRateSchedule learningRate, double beta1, double beta2, double epsilon, Options options)
            implements Optimizer {}

    /** Adam with Nesterov momentum: Dozat, 2016. */
    record Nadam(LearningRateSchedule learningRate, double beta1, double beta2, double epsilon, Options options)
            implements Optimizer {}

    /** Duchi, Hazan and Singer, 2011. */
    record Adagrad(LearningRateSchedule learningRate, double initialAccumulator, double epsilon, Options options)
            implements Optimizer {}

    /** Zeiler, arXiv:1212.5701. */
    record Adadelta(LearningRateSchedule learningRate, double rho, double epsilon, Options options)
            implements Optimizer {}

    /** Chen et al., arXiv:2302.06675. */
    record Lion(LearningRateSchedule learningRate, double beta1, double beta2, Options options) implements Optimizer {}

    /**
     * Jordan et al., 2024: momentum that is orthogonalized, for matrices; AdamW for all other weights.
     *
     * @param steps Newton-Schulz iterations
     * @param rmsRate root mean square of an update, as by Liu et al., arXiv:2502.16982; null for none
     * @param adam what updates the other weights
     */
    record Muon(
            LearningRateSchedule learningRate,
            double momentum,
            boolean nesterov,
            int steps,
            @Nullable Double rmsRate,
            MuonAdam adam,
            Options options)
            implements Optimizer {}

    /**
     * How {@link Muon} updates what it does not orthogonalize.
     *
     * @param rateRatio factor for the learning rate
     * @param weightDecay as that of {@link Options}
     * @param embeddings whether embeddings are among these weights
     * @param layers names of layers, blocks or weights that are among them too
     */
    record MuonAdam(
            double beta1,
            double beta2,
            double epsilon,
            double rateRatio,
            double weightDecay,
            boolean embeddings,
            List<String> layers) {
        public MuonAdam {
            layers = List.copyOf(layers);
        }
    }

    /**
     * Limited-memory BFGS over the whole data, with a line search for the strong Wolfe conditions: Nocedal and Wright, Numerical
     * Optimization, 2006, algorithms 7.4 and 3.5. An epoch is one of its steps.
     *
     * @param historySize steps that it remembers
     * @param toleranceGrad ends when no element of the gradient is larger
     * @param toleranceChange ends when no weight changes by more, or the loss does not
     */
    record Lbfgs(int historySize, double toleranceGrad, double toleranceChange) implements Optimizer {
        /** What the line search tries first. */
        @Override
        public LearningRateSchedule learningRate() {
            return new LearningRateSchedule.Constant(1);
        }

        @Override
        public Options options() {
            return Options.NONE;
        }
    }

    /**
     * What optimizers that step along a gradient can do besides.
     *
     * @param weightDecay fraction of a weight that is subtracted per update, times the learning rate; 0 for none
     * @param notDecayed names of weights, layers or blocks that do not decay
     * @param clipping what is done to gradients before all else
     * @param multipliers factors for the learning rate of some weights; where several apply, their product does
     */
    record Options(double weightDecay, List<String> notDecayed, Clipping clipping, List<RateMultiplier> multipliers) {
        public static final Options NONE = new Options(0, List.of(), Clipping.NONE, List.of());

        public Options {
            notDecayed = List.copyOf(notDecayed);
            multipliers = List.copyOf(multipliers);
        }
    }

    /**
     * A factor for the learning rate of some weights.
     *
     * @param factor at least 0; 0 freezes them
     * @param name of a weight, layer or block
     */
    record RateMultiplier(double factor, String name) {}

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
