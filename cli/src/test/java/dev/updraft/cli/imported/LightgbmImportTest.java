package dev.updraft.cli.imported;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imported models predict what LightGBM does, whose sums are in float64. */
class LightgbmImportTest {
    private static final double TOLERANCE = 1e-6;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "regression.txt, rows.csv, prediction",
        "one-hot.txt, rows.csv, prediction",
        "codes.txt, codes.csv, prediction",
        "zero-as-missing.txt, rows.csv, prediction",
        "no-missing.txt, rows.csv, prediction",
        "absolute.txt, rows.csv, prediction",
        "huber.txt, rows.csv, prediction",
        "fair.txt, rows.csv, prediction",
        "quantile.txt, rows.csv, prediction",
        "mape.txt, rows.csv, prediction",
        "poisson.txt, rows.csv, boosted_trees",
        "gamma.txt, rows.csv, logarithm",
        "tweedie.txt, rows.csv, logarithm",
        "share.txt, rows.csv, logit",
        "numbers.txt, numbers.csv, prediction",
        "multiclass.txt, rows.csv, logits",
        "one-against-all.txt, rows.csv, logits",
        "rank.txt, rows.csv, score",
        "forest.txt, rows.csv, prediction",
        "forest-binary.txt, rows.csv, logit",
        "dart.txt, rows.csv, prediction",
        "stump.txt, rows.csv, prediction",
        "binary.txt, rows.csv, ",
    })
    void predictsTheSame(String file, String table, @Nullable String score) throws IOException {
        Oracle.of("lightgbm/" + file, folder).compare("lightgbm/" + table, score, TOLERANCE, "cpu");
    }
}
