package dev.updraft.training.supervised;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.data.Datasets;
import dev.updraft.training.FitOptions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The training samples that are nearest. */
class NearestNeighborsTest extends SupervisedLayerTest {
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void neighboursAreThoseOfScikitLearn(String device) {
        assertShares(device, "metric: euclidean, weights: uniform", expected("""
                        0 0.6 0.4 0.2 0.4 0.4
                        0.6 0.4 0 0.2 0.6 0.2
                        0.2 0.2 0.6 0.6 0.2 0.2"""));
        assertShares(device, "metric: euclidean, weights: distance", expected("""
                        0 0.6135968 0.3864032 0.1369485 0.4904989 0.3725526
                        0.7331854 0.2668146 0 0.1521147 0.6823635 0.1655217
                        0.1457325 0.1886359 0.6656316 0.8608808 0.07882422 0.06029498"""));
        assertShares(device, "metric: manhattan, weights: uniform", expected("""
                        0 0.6 0.4 0.2 0.4 0.4
                        0.6 0.4 0 0.2 0.6 0.2
                        0.2 0.4 0.4 0.6 0.2 0.2"""));
        assertShares(device, "metric: manhattan, weights: distance", expected("""
                        0 0.5800392 0.4199608 0.1500664 0.4917829 0.3581508
                        0.7306484 0.2693516 0 0.1634496 0.6693334 0.167217
                        0.1410098 0.3480939 0.5108963 0.8690138 0.07454277 0.0564434"""));
        assertShares(device, "metric: cosine, weights: uniform", expected("""
                        0 0.6 0.4 0.2 0.4 0.4
                        0.6 0.2 0.2 0.2 0.6 0.2
                        0.4 0.2 0.4 0.8 0.2 0"""));
        assertShares(device, "metric: cosine, weights: distance", expected("""
                        0 0.8803288 0.1196712 0.106837 0.5106462 0.3825168
                        0.9023328 0.04420819 0.05345904 0.03387561 0.9245483 0.04157612
                        0.1787373 0.173762 0.6475007 0.9992605 0.0007394725 0"""));
    }

    private static void assertShares(String device, String settings, double... shares) {
        var expected = Arrays.stream(shares)
                .map(share -> Math.log(Math.max(share, 1e-7)))
                .toArray();
        var data = Datasets.of(TRAIN, KINDS);
        assertClose(
                learnt(CLASSES, "k_nearest_neighbors(" + settings + ")", device, data, ASKED, "scores"),
                1e-4,
                expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void neighboursOfNumbersAreThoseOfScikitLearn(String device) {
        var data = Datasets.of(TRAIN, numbers());
        assertClose(
                learnt(NUMBER, "k_nearest_neighbors(weights: distance)", device, data, ASKED, "out"),
                1e-5,
                expected("""
                        -4.80037 0.7935623 -1.106963 0.1041507 2.462959 -1.313465"""));
    }

    @Test
    void theSavedFileHoldsTheRowsThatThereAreAndPredictsTheSame() {
        try (var model = model(CLASSES, "k_nearest_neighbors", "cpu")) {
            model.fit(Datasets.of(TRAIN, KINDS), FitOptions.NONE);
            assertThat(storedRows(model, "k_nearest_neighbors/rows")).isEqualTo(ROWS);
            try (var loaded = model(CLASSES, "k_nearest_neighbors(rows: 70)", "cpu")) {
                loaded.load(folder.resolve("saved.safetensors"));
                assertThat(flat(loaded.predict(ASKED))).isEqualTo(flat(model.predict(ASKED)));
            }
        }
    }

    @Test
    void ofRowsThatAreEquallyFarTheFirstCount() {
        var data = Datasets.of(
                new float[][] {{0, 0, 0, 0}, {1, 0, 0, 0}, {1, 0, 0, 0}, {9, 9, 9, 9}}, new int[] {1, 0, 2, 2});
        var asked = List.of(new float[] {1, 0, 0, 0});
        assertClose(
                learnt(CLASSES, "k_nearest_neighbors(k: 1)", "cpu", data, asked, "scores"),
                1e-6,
                0,
                Math.log(1e-7),
                Math.log(1e-7));
    }
}
