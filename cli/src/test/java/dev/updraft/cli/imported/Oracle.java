package dev.updraft.cli.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.cli.CommandRun;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Models of other programs with what those predict: Models.java and models.py in the folders of the resources have made them.
 *
 * @param file where it was copied to
 * @param rows of each row, first the sums of leaves, then what is predicted
 */
record Oracle(Path file, List<double[]> rows) {

    /** @param name as in {@code xgboost/squared.json} */
    static Oracle of(String name, Path folder) throws IOException {
        var file = copy(name, folder);
        return new Oracle(file, lines(name.replaceFirst("\\.\\w+$", ".predictions")));
    }

    private static List<double[]> lines(String name) throws IOException {
        try (var in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> Arrays.stream(line.split(" "))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
        }
    }

    /** A resource as a file. */
    static Path copy(String name, Path folder) throws IOException {
        var file = folder.resolve(name.substring(name.indexOf('/') + 1));
        try (var in = open(name)) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    static InputStream open(String name) {
        return Objects.requireNonNull(Oracle.class.getResourceAsStream(name), name);
    }

    /** XGBoost 1.7 does not save names, and calls features by their numbers. */
    private InputStream table(String name) throws IOException {
        if (!String.valueOf(file.getFileName()).startsWith("old")) {
            return open(name);
        }
        try (var in = open(name)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new ByteArrayInputStream(
                    ("f0,f1,f2,f3" + text.substring(text.indexOf('\n'))).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The file of the imported model. */
    Path imported() {
        var model = file.resolveSibling("imported.model");
        var run = CommandRun.of("import", file.toString(), "--output", model.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        return model;
    }

    /**
     * Checks sums and predictions of each row.
     *
     * @param score the value of the network that is the sums; null if none is, as they are multiplied
     */
    void compare(String table, @Nullable String score, double tolerance, String device) throws IOException {
        var weights = imported().resolveSibling("imported.safetensors");
        try (var model = Updraft.load(weights, Device.parse(device));
                var in = table(table)) {
            var spec = model.inputSpec();
            var data = Datasets.table(in, table, spec, Progress.NONE);
            assertThat(data.size()).isEqualTo(rows.size());
            if (score != null) {
                compare(model.predict(data, score), 0, tolerance);
            }
            comparePredictions(model.predict(data));
        }
    }

    private void comparePredictions(List<float[]> found) {
        var name = String.valueOf(file.getFileName());
        var outputs = found.getFirst().length;
        if (name.startsWith("hinge") || outputs != rows.getFirst().length / 2) {
            compareClasses(found);
        } else if (name.contains("raw")) {
            compare(found.stream().map(Oracle::logit).toList(), outputs, 2e-6);
        } else {
            compare(found, outputs, 2e-6);
        }
    }

    private static float[] logit(float... shares) {
        return new float[] {(float) Math.log(shares[0] / (1 - shares[0]))};
    }

    private void compare(List<float[]> found, int from, double tolerance) {
        for (var row = 0; row < rows.size(); row++) {
            for (var i = 0; i < found.get(row).length; i++) {
                // As both tell float32 by the digits that tell it from others.
                var expected = tolerance == 0 ? (float) rows.get(row)[from + i] : rows.get(row)[from + i];
                assertThat((double) found.get(row)[i])
                        .describedAs("row %s, output %s", row, i)
                        .isCloseTo(expected, offset(tolerance * Math.max(1, Math.abs(expected))));
            }
        }
    }

    /** What the other program predicts is the number of the class. */
    private void compareClasses(List<float[]> found) {
        for (var row = 0; row < rows.size(); row++) {
            var shares = found.get(row);
            var likeliest = shares.length == 1 && shares[0] > 0.5 ? 1 : 0;
            for (var i = 1; i < shares.length; i++) {
                likeliest = shares[i] > shares[likeliest] ? i : likeliest;
            }
            assertThat((double) likeliest)
                    .describedAs("row %s", row)
                    .isEqualTo(rows.get(row)[rows.get(row).length - 1]);
        }
    }
}
