package dev.updraft.compiler.catalog;

import java.util.Map;
import java.util.Optional;

/** What other libraries call things that have a shorter name here; for "did you mean" alone. */
public final class ForeignNames {
    private ForeignNames() {}

    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("rescaling", "rescale"),
            Map.entry("normalization", "normalize"),
            Map.entry("batch_normalization", "batch_norm"),
            Map.entry("batch_norm2d", "batch_norm"),
            Map.entry("layer_normalization", "layer_norm"),
            Map.entry("concatenate", "concat"),
            Map.entry("max_pooling2d", "max_pool2d"),
            Map.entry("average_pooling2d", "average_pool2d"),
            Map.entry("avg_pool2d", "average_pool2d"),
            Map.entry("global_average_pooling2d", "global_average_pool2d"),
            Map.entry("global_max_pooling2d", "global_max_pool2d"),
            Map.entry("swish", "silu"),
            Map.entry("kernel_size", "kernel"),
            Map.entry("strides", "stride"),
            Map.entry("dilation_rate", "dilation"),
            Map.entry("pool_size", "pool"),
            Map.entry("out_features", "units"),
            Map.entry("out_channels", "filters"),
            Map.entry("lr", "learning_rate"),
            Map.entry("cross_entropy", "sparse_categorical_crossentropy"));

    /** Our name for what others call {@code name}. */
    public static Optional<String> ours(String name) {
        return Optional.ofNullable(OURS.get(name));
    }
}
