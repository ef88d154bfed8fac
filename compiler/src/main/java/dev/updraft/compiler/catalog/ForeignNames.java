package dev.updraft.compiler.catalog;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What other libraries call things that have a shorter name here; for "did you mean" alone. */
public final class ForeignNames {
    private ForeignNames() {}

    private static final Map<String, String> NAMES = Map.ofEntries(
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
            Map.entry("batch_norm1d", "batch_norm"),
            Map.entry("group_normalization", "group_norm"),
            Map.entry("instance_norm2d", "group_norm"),
            Map.entry("rms_normalization", "rms_norm"),
            Map.entry("unit_norm", "unit_normalization"),
            Map.entry("l2_normalize", "unit_normalization"),
            Map.entry("adaptive_avg_pool2d", "global_average_pool2d"),
            Map.entry("adaptive_max_pool2d", "global_max_pool2d"),
            Map.entry("upsample", "upsampling2d"),
            Map.entry("upsampling_nearest2d", "upsampling2d"),
            Map.entry("upsampling_bilinear2d", "upsampling2d"),
            Map.entry("zero_pad2d", "zero_padding2d"),
            Map.entry("center_crop", "cropping2d"),
            Map.entry("unflatten", "reshape"),
            Map.entry("stochastic_depth", "drop_path"),
            Map.entry("dropout1d", "spatial_dropout1d"),
            Map.entry("identity", "linear"),
            Map.entry("kernel_size", "kernel"),
            Map.entry("strides", "stride"),
            Map.entry("dilation_rate", "dilation"),
            Map.entry("pool_size", "pool"),
            Map.entry("out_features", "units"),
            Map.entry("out_channels", "filters"),
            Map.entry("lr", "learning_rate"),
            Map.entry("p", "rate"),
            Map.entry("eps", "epsilon"),
            Map.entry("bias", "use_bias"),
            Map.entry("num_groups", "groups"),
            Map.entry("num_embeddings", "input_dim"),
            Map.entry("embedding_dim", "output_dim"),
            Map.entry("scale_factor", "size"),
            Map.entry("mode", "interpolation"),
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
            Map.entry("kappa", "cohen_kappa"),
            Map.entry("acc", "accuracy"),
            Map.entry("bal_acc", "balanced_accuracy"),
            Map.entry("balanced_acc", "balanced_accuracy"),
            Map.entry("top_k", "top_k_accuracy"),
            Map.entry("top_k_acc", "top_k_accuracy"),
            Map.entry("top_k_accuracy_score", "top_k_accuracy"),
            Map.entry("top_k_categorical_acc", "top_k_accuracy"),
            Map.entry("balanced_accuracy_score", "balanced_accuracy"),
            Map.entry("prec", "precision"),
            Map.entry("positive_predictive_value", "precision"),
            Map.entry("ppv", "precision"),
            Map.entry("rec", "recall"),
            Map.entry("tpr", "recall"),
            Map.entry("true_positive_rate", "recall"),
            Map.entry("fscore", "f1"),
            Map.entry("f_score", "f1"),
            Map.entry("f1score", "f1"),
            Map.entry("f_measure", "f1"),
            Map.entry("fbeta", "f_beta"),
            Map.entry("f2", "f_beta"),
            Map.entry("auroc", "roc_auc"),
            Map.entry("rocauc", "roc_auc"),
            Map.entry("auc_roc", "roc_auc"),
            Map.entry("auprc", "pr_auc"),
            Map.entry("aucpr", "pr_auc"),
            Map.entry("auc_pr", "pr_auc"),
            Map.entry("ap", "average_precision"),
            Map.entry("average_precision_score", "average_precision"),
            Map.entry("cohen_kappa_score", "cohen_kappa"),
            Map.entry("matthews", "mcc"),
            Map.entry("matthews_correlation_coefficient", "mcc"),
            Map.entry("brier_score_loss", "brier_score"),
            Map.entry("logloss", "log_loss"),
            Map.entry("cross_entropy_loss", "sparse_categorical_crossentropy"),
            Map.entry("crossentropy", "sparse_categorical_crossentropy"),
            Map.entry("nll", "sparse_categorical_crossentropy"),
            Map.entry("bce", "binary_crossentropy"),
            Map.entry("l1_loss", "mean_absolute_error"),
            Map.entry("mse_loss", "mean_squared_error"),
            Map.entry("mse", "mean_squared_error"),
            Map.entry("mae", "mean_absolute_error"),
            Map.entry("mean_absolute_error_score", "mae"),
            Map.entry("root_mse", "rmse"),
            Map.entry("r2score", "r2"),
            Map.entry("r_squared", "r2"),
            Map.entry("r2_metric", "r2"),
            Map.entry("r_2", "r2"),
            Map.entry("dropout2d", "spatial_dropout2d"),
            Map.entry("linear", "dense"),
            Map.entry("linear_layer", "dense"),
            Map.entry("fc", "dense"),
            Map.entry("fully_connected", "dense"),
            Map.entry("bn", "batch_norm"),
            Map.entry("maxpool2d", "max_pool2d"),
            Map.entry("avgpool2d", "average_pool2d"),
            Map.entry("leakyrelu", "leaky_relu"),
            Map.entry("wd", "weight_decay"),
            Map.entry("adam_w", "adamw"),
            Map.entry("reduce_lr_on_plateau", "reduce_on_plateau"),
            Map.entry("model_checkpoint", "save_best"),
            Map.entry("csv_logger", "csv_log"),
            Map.entry("tensor_board", "tensorboard"),
            Map.entry("xavier_uniform", "glorot_uniform"),
            Map.entry("xavier_normal", "glorot_normal"),
            Map.entry("kaiming_uniform", "he_uniform"),
            Map.entry("kaiming_normal", "he_normal"),
            Map.entry("batch", "batch_size"),
            Map.entry("num_epochs", "epochs"),
            Map.entry("random_seed", "seed"),
            Map.entry("random_state", "seed"));

    private static final Map<String, String> OURS = NAMES.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(name -> plain(name.getKey()), Map.Entry::getValue, (one, other) -> {
                if (!one.equals(other)) {
                    throw new IllegalStateException("one name for both " + one + " and " + other);
                }
                return one;
            }));

    /** Our name for what others call {@code name}, in any spelling: {@code BatchNorm2d} or {@code batch_norm2d}. */
    public static Optional<String> ours(String name) {
        return Optional.ofNullable(OURS.get(plain(name)));
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
