package dev.updraft.engine.networks;

import java.util.List;

/**
 * Networks of which Keras 3.15, with the jax backend in float64, computed the values in {@code keras.txt}; those of {@code
 * multiplied} are in {@code torch.txt}, from PyTorch 2.13 with a parameter group for each weight.
 */
final class OptimizedNetworks {
    private OptimizedNetworks() {}

    static final List<Network> ALL = List.of(
            optimized("nadam", "nadam(learning_rate: 0.01)"),
            optimized(
                    "nadam_decayed",
                    "nadam(learning_rate: 0.01, beta_1: 0.8, beta_2: 0.99, weight_decay: 0.1, clipnorm: 0.1)"),
            optimized("adamax", "adamax(learning_rate: 0.01)"),
            optimized(
                    "adamax_decayed",
                    "adamax(learning_rate: 0.02, beta_1: 0.8, beta_2: 0.9, epsilon: 1e-3, weight_decay: 0.1,"
                            + " clipvalue: 0.05)"),
            optimized("adadelta", "adadelta(learning_rate: 0.5)"),
            optimized(
                    "adadelta_decayed",
                    "adadelta(learning_rate: 1, rho: 0.8, epsilon: 1e-4, weight_decay: 0.1, global_clipnorm: 0.1)"),
            optimized("lion", "lion(learning_rate: 0.01)"),
            optimized("lion_decayed", "lion(learning_rate: 0.02, beta_1: 0.5, beta_2: 0.7, weight_decay: 0.1)"),
            optimized("adam_amsgrad", "adam(learning_rate: 0.05, beta_2: 0.1, amsgrad: true)"),
            optimized(
                    "adamw_amsgrad",
                    "adamw(learning_rate: 0.05, weight_decay: 0.2, beta_2: 0.1, amsgrad: true,"
                            + " exclude_from_weight_decay: bias)"),
            optimized("sgd_decayed", "sgd(learning_rate: 0.1, momentum: 0.9, weight_decay: 0.5)"),
            optimized("rmsprop_decayed", "rmsprop(learning_rate: 0.01, weight_decay: 0.5)"),
            optimized(
                    "adam_decayed",
                    "adam(learning_rate: 0.01, weight_decay: 0.5,"
                            + " exclude_from_weight_decay: [\"dense/bias\", \"dense_1/bias\"])"),
            optimized("adagrad_decayed", "adagrad(learning_rate: 0.05, weight_decay: 0.5)"),
            optimized(
                    "multiplied",
                    "sgd(learning_rate: 0.1, momentum: 0.9,"
                            + " learning_rate_multipliers: [0.1 * dense_1, 2 * bias])"),
            optimized("muon", "muon(learning_rate: 0.02)"),
            optimized(
                    "muon_excluding",
                    "muon(learning_rate: 0.02, exclude_layers: dense_1, adam_lr_ratio: 0.5, adam_beta_1: 0.8,"
                            + " adam_beta_2: 0.99, adam_weight_decay: 0.2, weight_decay: 0.1, momentum: 0.8,"
                            + " nesterov: false, ns_steps: 3, rms_rate: 0, global_clipnorm: 0.1)"),
            optimized("nadam_averaged", "nadam(learning_rate: 0.01)").fitted("ema_momentum: 0.7"),
            optimized("lion_averaged", "lion(learning_rate: 0.01)").fitted("ema_momentum: 0.7"),
            optimized("muon_averaged", "muon(learning_rate: 0.02)").fitted("ema_momentum: 0.7"),
            optimized(
                    "cosine_restarts",
                    "sgd(learning_rate: cosine_restarts(0.1, first_decay_steps: 2, t_mul: 1, m_mul: 0.5))"),
            optimized(
                    "polynomial",
                    "adam(learning_rate: polynomial(0.05, decay_steps: 3, end_learning_rate: 0.01, power: 2))"),
            optimized("inverse_time", "rmsprop(learning_rate: inverse_time(0.02, decay_steps: 2, decay_rate: 0.5))"),
            optimized(
                    "piecewise_constant",
                    "adagrad(learning_rate: piecewise_constant([0, 1], values: [0.1, 0.05, 0.2]))"),
            network(
                    "max_norm",
                    "sgd(learning_rate: 0.1)",
                    "kernel_constraint: max_norm(0.4), bias_constraint: non_neg"),
            network(
                    "unit_norm",
                    "adam(learning_rate: 0.01)",
                    "kernel_constraint: unit_norm(axis: 1), bias_constraint: max_norm(0.5)"),
            network(
                    "min_max_norm",
                    "sgd(learning_rate: 0.1, momentum: 0.9)",
                    "kernel_constraint: min_max_norm(0.3, 0.6, rate: 0.5)"),
            Network.network("conv_constraints", "float[3, 3, 2]", "float[2]", "mse", "sgd(learning_rate: 0.1)", """
                    x -> conv2d(3, kernel: 2, kernel_constraint: max_norm(0.5, axis: [0, 1, 2]),
                                bias_constraint: unit_norm)
                      -> flatten -> dense(2, kernel_constraint: non_neg) -> output
                    """));

    private static Network optimized(String name, String optimizer) {
        return Network.network(name, "float[4]", "float[2]", "mse", optimizer, """
                x -> dense(5, activation: tanh) -> dense(2) -> output
                """);
    }

    private static Network network(String name, String optimizer, String constraints) {
        return Network.network(
                name,
                "float[4]",
                "float[2]",
                "mse",
                optimizer,
                "x -> dense(5, activation: tanh, " + constraints + ") -> dense(2) -> output\n");
    }
}
