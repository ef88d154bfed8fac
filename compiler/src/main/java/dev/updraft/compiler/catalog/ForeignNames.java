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
            Map.entry("cross_entropy", "sparse_categorical_crossentropy"),
            Map.entry("accuracy_score", "accuracy"),
            Map.entry("binary_accuracy", "accuracy"),
            Map.entry("categorical_accuracy", "accuracy"),
            Map.entry("sparse_categorical_accuracy", "accuracy"),
            Map.entry("top_k_categorical_accuracy", "top_k_accuracy"),
            Map.entry("sparse_top_k_categorical_accuracy", "top_k_accuracy"),
            Map.entry("precision_score", "precision"),
            Map.entry("recall_score", "recall"),
            Map.entry("sensitivity", "recall"),
            Map.entry("f1_score", "f1"),
            Map.entry("fbeta_score", "f_beta"),
            Map.entry("roc_auc_score", "roc_auc"),
            Map.entry("r2_score", "r2"),
            Map.entry("kappa", "cohen_kappa"));

    /** Our name for what others call {@code name}. */
    public static Optional<String> ours(String name) {
        return Optional.ofNullable(OURS.get(name));
    }
}
