package dev.updraft.engine.networks;

import java.util.List;

/** Small networks of single layers, with weights before and behind them, that {@code layers.py} computes too. */
final class LayerNetworks {
    private LayerNetworks() {}

    static final List<Network> ALL = List.of(
            network("activity_of_dense", "float[4]", """
                    x -> dense(5, activation: tanh, activity_regularizer: l1_l2(0.01, 0.02), bias_regularizer: l2(0.03))
                      -> dense(2) -> output
                    """),
            network("activity_of_convolutions", "float[5, 5, 2]", """
                    x -> conv2d(3, kernel: 3, activation: relu, activity_regularizer: l2(0.01), bias_regularizer: l1(0.1))
                      -> depthwise_conv2d(kernel: 2, activity_regularizer: l1(0.02)) -> flatten -> dense(2) -> output
                    """),
            new Network("activity_of_shared", """
                    model Network {
                        input x: float[3]
                        target y: float[2]
                        network { x -> twice -> twice -> dense(2) -> output }
                        loss mse(output, y)
                        optimizer sgd(learning_rate: 0.1)
                    }
                    shared block twice(x) {
                        return x -> dense(3, activity_regularizer: l2(0.05))
                    }
                    """),
            network("group_norm", "float[4, 3, 4]", """
                    x -> conv2d(6, kernel: 1) -> group_norm(groups: 3) -> flatten -> dense(2) -> output
                    """),
            network("instance_norm", "float[4, 3, 4]", """
                    x -> conv2d(6, kernel: 1)
                      -> group_norm(groups: -1, epsilon: 0.01, center: false, gamma_regularizer: l2(0.1))
                      -> flatten -> dense(2) -> output
                    """),
            network("group_norm_of_vectors", "float[4]", """
                    x -> dense(6) -> group_norm(groups: 2, scale: false) -> dense(2) -> output
                    """),
            network("rms_norm", "float[3, 4]", """
                    x -> dense(5) -> rms_norm -> flatten -> dense(2) -> output
                    """),
            network("unit_normalization", "float[3, 4]", """
                    x -> dense(5) -> unit_normalization -> tanh -> unit_normalization(axis: 1) -> flatten -> dense(2)
                      -> output
                    """),
            network("repeat_vector", "float[4]", """
                    x -> dense(3) -> repeat_vector(4) -> permute((2, 1)) -> dense(2) -> flatten -> dense(2) -> output
                    """),
            network("permute", "float[3, 2, 4]", """
                    x -> conv2d(3, kernel: 1) -> permute((3, 1, 2)) -> conv2d(2, kernel: 2) -> flatten -> dense(2) -> output
                    """),
            network("borders", "float[5, 6, 2]", """
                    x -> conv2d(3, kernel: 1) -> cropping2d(((1, 0), (2, 1))) -> zero_padding2d(((1, 2), (0, 3)))
                      -> conv2d(2, kernel: 3) -> flatten -> dense(2) -> output
                    """),
            network("upsampled", "float[3, 2, 2]", """
                    x -> conv2d(2, kernel: 1) -> upsampling2d((2, 3)) -> conv2d(2, kernel: 3) -> flatten -> dense(2)
                      -> output
                    """),
            network("upsampled_bilinear", "float[3, 2, 2]", """
                    x -> conv2d(2, kernel: 1) -> upsampling2d((2, 3), interpolation: bilinear) -> conv2d(2, kernel: 3)
                      -> flatten -> dense(2) -> output
                    """),
            network("upsampled_row", "float[1, 3, 2]", """
                    x -> conv2d(2, kernel: 1) -> upsampling2d((3, 4), interpolation: bilinear) -> conv2d(2, kernel: 3)
                      -> flatten -> dense(2) -> output
                    """),
            network("glu", "float[4, 3]", """
                    x -> dense(6, activation: glu) -> glu(axis: 1) -> flatten -> dense(2) -> output
                    """),
            network("glu_of_convolution", "float[4, 4, 2]", """
                    x -> conv2d(4, kernel: 3, activation: glu(axis: 2)) -> flatten -> dense(2) -> output
                    """),
            network("log_softmax", "float[3, 4]", """
                    x -> dense(3) -> log_softmax -> dense(3, activation: log_softmax) -> flatten -> dense(2) -> output
                    """));

    private static Network network(String name, String input, String layers) {
        return Network.network(name, input, "float[2]", "mse", Network.RATE, layers);
    }
}
