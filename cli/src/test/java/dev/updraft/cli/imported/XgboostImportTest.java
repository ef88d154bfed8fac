package dev.updraft.cli.imported;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imported models predict what XGBoost does; sums of leaves have the same bits. */
class XgboostImportTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "squared.json, prediction, 0",
        "squared.ubj, prediction, 0",
        "one-hot.json, prediction, 0",
        "absolute.json, prediction, 0",
        "pseudo-huber.json, prediction, 0",
        "quantile.json, prediction, 0",
        "logistic.json, logit, 2e-7",
        "logistic-lossguide.ubj, logit, 2e-7",
        "share.json, logit, 2e-7",
        "raw.json, logit, 0",
        "hinge.json, score, 0",
        "softprob.ubj, logits, 0",
        "softmax.json, logits, 0",
        "poisson.json, boosted_trees, 2e-7",
        "gamma.json, logarithm, 2e-7",
        "tweedie.ubj, logarithm, 2e-7",
        "rank.json, score, 0",
        "forest.json, prediction, 0",
        "dart.json, prediction, 3e-7",
        "old-squared.json, prediction, 0",
        "old-logistic.ubj, logit, 2e-7",
        "old-raw.json, logit, 0",
        "old-dart.json, prediction, 3e-7",
    })
    void predictsTheSame(String file, String score, double tolerance) throws IOException {
        Oracle.of("xgboost/" + file, folder).compare("xgboost/rows.csv", score, tolerance, "cpu");
    }

    @ParameterizedTest
    @CsvSource({"squared.json, prediction, 1e-6", "softprob.ubj, logits, 1e-6"})
    void theReferenceDoesSo(String file, String score, double tolerance) throws IOException {
        Oracle.of("xgboost/" + file, folder).compare("xgboost/rows.csv", score, tolerance, "reference");
    }

    /** Three targets of numbers are three outputs as three classes are. */
    @Test
    void severalTargetsAreSeveralOutputs() throws IOException {
        var oracle = Oracle.of("xgboost/softmax.json", folder);
        var text = Files.readString(oracle.file())
                .replace(
                        "\"num_class\":\"3\",\"num_feature\":\"4\",\"num_target\":\"1\"",
                        "\"num_feature\":\"4\",\"num_target\":\"3\"")
                .replace("\"multi:softmax\"", "\"reg:squarederror\"");
        Files.writeString(oracle.file(), text);

        oracle.compare("xgboost/rows.csv", "prediction", 0, "cpu");
        assertThat(folder.resolve("imported.model")).content().contains("target y: float[3]");
    }
}
