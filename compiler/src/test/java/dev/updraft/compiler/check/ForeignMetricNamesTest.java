package dev.updraft.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who comes from another library is told the name that a metric has here, not one that is spelt alike. */
class ForeignMetricNamesTest {
    @ParameterizedTest
    @CsvSource({
        "acc, accuracy",
        "sparse_categorical_accuracy, accuracy",
        "accuracy_score, accuracy",
        "top_k, top_k_accuracy",
        "auroc, roc_auc",
        "roc_auc_score, roc_auc",
        "auprc, pr_auc",
        "f1_score, f1",
        "fscore, f1",
        "fbeta, f_beta",
        "prec, precision",
        "tpr, recall",
        "kappa, cohen_kappa",
        "cohen_kappa_score, cohen_kappa",
        "matthews, mcc",
        "logloss, log_loss",
        "balanced_acc, balanced_accuracy",
    })
    void theNameHereIsSaid(String foreign, String here) {
        var text = """
                model M {
                    input x: float[4]
                    target label: class[10]
                    network { x -> dense(10) -> out }
                    loss sparse_categorical_crossentropy(out, label)
                    optimizer adam
                    metrics %s
                }
                """;
        var diagnostics = Models.check(text.formatted(foreign), Map.of()).diagnostics();
        assertThat(diagnostics).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.message()).contains("`" + foreign + "`");
            assertThat(diagnostic.toString()).contains("did you mean `" + here + "`?");
        });
        assertThat(Models.check(text.formatted(here.equals("f_beta") ? "f_beta(2)" : here), Map.of())
                        .diagnostics())
                .isEmpty();
    }
}
