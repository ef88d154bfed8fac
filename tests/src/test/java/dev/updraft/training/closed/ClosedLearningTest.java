package dev.updraft.training.closed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.ClosedLayer;
import dev.updraft.compiler.layers.ClosedLayer.GaussianMixture;
import dev.updraft.compiler.layers.ClosedLayer.IsolationForest;
import dev.updraft.compiler.layers.ClosedLayer.KMeans;
import dev.updraft.compiler.layers.ClosedLayer.Pca;
import dev.updraft.matrix.SymmetricEigen;
import dev.updraft.training.TrainingException;
import dev.updraft.training.closed.Centers.Assignment;
import dev.updraft.trees.FeatureSource;
import dev.updraft.trees.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What layers learn that learn at once. Figures of the four measures of examples/iris/iris.csv, as float32, are of scikit-learn
 * 1.9.1.
 */
class ClosedLearningTest {
    private static final KMeans THREE = new KMeans(3, 10, 300, 1e-4, KMeans.ALL);

    private static LearningRows iris() throws IOException {
        var lines = Files.readAllLines(Path.of("..", "examples", "iris", "iris.csv"));
        var values = new float[(lines.size() - 1) * 4];
        for (var i = 1; i < lines.size(); i++) {
            var cells = lines.get(i).split(",");
            for (var j = 0; j < 4; j++) {
                values[(i - 1) * 4 + j] = Float.parseFloat(cells[j]);
            }
        }
        return rows(values, 4);
    }

    private static LearningRows rows(float[] values, int features) {
        return LearningRows.of(FeatureSource.of(values, features), "k_means", "x");
    }

    private static Map<String, float[]> learn(ClosedLayer layer, LearningRows rows) {
        return ClosedLearning.learn(layer, rows, 0, 2, _ -> {});
    }

    private static float[] of(Map<String, float[]> weights, String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }

    private static double[] row(LearningRows rows, int row) {
        var values = new double[rows.features()];
        Arrays.setAll(values, i -> rows.value(row, i));
        return values;
    }

    /** {@code KMeans(3, init=x[[0, 50, 100]], n_init=1, algorithm="lloyd")}. */
    @Test
    void lloydEndsWhereThatOfScikitLearnDoes() throws IOException {
        var iris = iris();
        try (var workers = new Workers(2)) {
            var first = new Centers(new double[][] {row(iris, 0), row(iris, 50), row(iris, 100)}, iris.means());
            var end = KMeansLearning.lloyd(THREE, iris, first, workers);
            assertThat(end.inertia()).isCloseTo(78.8514396442595, within(1e-9));
            assertThat(end.centers().values()[0])
                    .containsExactly(
                            new double[] {5.006000003814698, 3.4280000066757204, 1.4619999957084668, 0.24600000485777962
                            },
                            within(1e-9));
            assertThat(end.centers().values()[1])
                    .containsExactly(
                            new double[] {5.901612897073069, 2.7483871060033, 4.3935483732531155, 1.4338709577437367},
                            within(1e-9));
        }
    }

    @Test
    void severalStartsFindTheBestClustersTheLargestFirst() throws IOException {
        var weights = learn(THREE, iris());
        assertThat(of(weights, KMeans.SIZES)).containsExactly(62, 50, 38);
        assertThat(of(weights, KMeans.CENTERS)[0]).isCloseTo(5.90161f, within(1e-5f));
        assertThat(of(weights, KMeans.OFFSET)[0]).isCloseTo(5.84333f, within(1e-5f));
    }

    /** {@code PCA(4)}, whose signs follow the largest coefficient too. */
    @Test
    void componentsAreThoseOfScikitLearn() throws IOException {
        var weights = learn(new Pca(4, false), iris());
        assertThat(of(weights, Pca.COMPONENTS))
                .containsExactly(
                        new float[] {
                            0.361387f,
                            -0.0845225f,
                            0.856671f,
                            0.358289f,
                            0.656589f,
                            0.730161f,
                            -0.173373f,
                            -0.075481f,
                            -0.58203f,
                            0.597911f,
                            0.0762361f,
                            0.545831f,
                            0.315487f,
                            -0.319723f,
                            -0.479839f,
                            0.753657f
                        },
                        within(1e-5f));
        var variance = of(weights, Pca.VARIANCE);
        assertThat(variance).containsExactly(new float[] {4.22824f, 0.242671f, 0.0782095f, 0.0238351f}, within(1e-5f));
        assertThat(variance[0] / of(weights, Pca.TOTAL_VARIANCE)[0]).isCloseTo(0.924619f, within(1e-5f));
    }

    /** {@code GaussianMixture(3)}, begun with the clusters of k-means above. */
    @Test
    void theMixtureEndsWhereThatOfScikitLearnDoes() throws IOException {
        var iris = iris();
        try (var workers = new Workers(2)) {
            var first = new Centers(new double[][] {row(iris, 0), row(iris, 50), row(iris, 100)}, iris.means());
            var assignment = Assignment.of(iris.rows());
            KMeansLearning.lloyd(THREE, iris, first, workers).centers().assign(iris, assignment, workers);
            var learning = new MixtureLearning(new GaussianMixture(3, 100, 1e-3, 1e-6), iris, workers);
            learning.begin(assignment.nearest());
            var end = learning.run();
            assertThat(end.hasConverged()).isTrue();
            assertThat(end.iterations()).isEqualTo(17);
            assertThat(end.mean()).isCloseTo(-1.2014547399268627, within(1e-8));
            assertThat(learning.expect()).isCloseTo(-1.2013048942063438, within(1e-8));
        }
    }

    /** Centres, components and trees are the same for any number of threads, and of many rows too. */
    @Test
    void areTheSameBitsForAnyNumberOfThreads() {
        var random = new Random(1);
        var values = new float[KMeansLearning.MANY_ROWS * 3];
        for (var i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() + 4 * (i / 3 % 5 == i % 3 ? 1 : 0));
        }
        var rows = rows(values, 3);
        for (var layer : List.of(
                new KMeans(4, 2, 20, 1e-4, KMeans.ALL),
                new Pca(2, true),
                new IsolationForest(10, 64, 0.1),
                new GaussianMixture(3, 3, 1e-3, 1e-6))) {
            var all = new ArrayList<Map<String, List<Float>>>();
            for (var threads : List.of(1, 2, 3, 8)) {
                var learnt = ClosedLearning.learn(layer, rows, 5, threads, _ -> {});
                var listed = new HashMap<String, List<Float>>();
                learnt.forEach((name, numbers) -> {
                    var list = new ArrayList<Float>();
                    for (var number : numbers) {
                        list.add(number);
                    }
                    listed.put(name, list);
                });
                all.add(listed);
                assertThat(all.getLast()).isEqualTo(all.getFirst());
            }
        }
    }

    /** What some rows find of many, all rows make exact: no centre moves when Lloyd's algorithm goes on. */
    @Test
    void ofManyRowsTheCentersAreMeansOfAll() {
        var random = new Random(2);
        var values = new float[KMeansLearning.MANY_ROWS * 2];
        for (var i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() + 20 * (i / 2 % 4 == i % 2 ? 1 : 0));
        }
        var weights = learn(new KMeans(3, 3, 300, 0, KMeans.ALL), rows(values, 2));
        assertThat(of(weights, KMeans.SIZES)).containsExactly(50_000, 25_000, 25_000);
        var sums = new double[2];
        for (var i = 0; i < values.length; i++) {
            sums[i % 2] += i / 2 % 4 > 1 ? values[i] : 0;
        }
        assertThat(of(weights, KMeans.CENTERS)[0]).isCloseTo((float) (sums[0] / 50_000), within(1e-5f));
        assertThat(of(weights, KMeans.CENTERS)[1]).isCloseTo((float) (sums[1] / 50_000), within(1e-5f));
    }

    /** A centre that loses all its rows goes to the row that is farthest from its own. */
    @Test
    void aCenterWithoutRowsGoesToTheFarthest() {
        var rows = rows(new float[] {0, 1, 2, 3, 100}, 1);
        try (var workers = new Workers(1)) {
            var end = KMeansLearning.lloyd(
                    new KMeans(2, 1, 300, 0, KMeans.ALL),
                    rows,
                    new Centers(new double[][] {{0}, {1e6}}, new double[1]),
                    workers);
            assertThat(end.centers().values()).isDeepEqualTo(new double[][] {{1.5}, {100}});
            assertThat(end.inertia()).isEqualTo(5);
        }
    }

    @Test
    void fewerDistinctRowsThanClustersAreRefused() {
        var rows = rows(new float[] {1, 2, 1, 2, 3, 4}, 2);
        assertThatThrownBy(() -> learn(THREE, rows))
                .isInstanceOf(TrainingException.class)
                .hasMessage(
                        "k_means is to find 3 clusters, but the training data has only 2 distinct samples: set fewer");
        assertThatThrownBy(() -> learn(new GaussianMixture(3, 100, 1e-3, 1e-6), rows))
                .isInstanceOf(TrainingException.class)
                .hasMessage(
                        "gaussian_mixture is to find 3 clusters, but the training data has only 2 distinct samples: set fewer");
        var weights = learn(new KMeans(2, 10, 300, 1e-4, KMeans.ALL), rows);
        assertThat(of(weights, KMeans.CENTERS)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void oneRowIsOneCluster() {
        var one = rows(new float[] {3, 4}, 2);
        assertThat(of(learn(new KMeans(1, 10, 300, 1e-4, KMeans.ALL), one), KMeans.CENTERS))
                .containsExactly(3, 4);
        assertThatThrownBy(() -> learn(new Pca(1, false), one))
                .isInstanceOf(TrainingException.class)
                .hasMessage(
                        "pca is to find 1 component, but the training data has only 1 sample: set fewer components, or"
                                + " take more data");
        assertThatThrownBy(() -> learn(new IsolationForest(10, 256, 0), one))
                .isInstanceOf(TrainingException.class)
                .hasMessage(
                        "isolation_forest tells samples from others, but the training data has only one: take more data");
    }

    @Test
    void constantColumnsAreOfNoUse() {
        var rows = rows(new float[] {1, 7, 2, 7, 3, 7, 9, 7}, 2);
        assertThat(of(learn(new Pca(2, true), rows), Pca.COMPONENTS)).containsExactly(1, 0, 0, 1);
        assertThat(of(learn(new Pca(2, true), rows), Pca.VARIANCE)[1]).isZero();
        assertThat(of(learn(new KMeans(2, 10, 300, 1e-4, KMeans.ALL), rows), KMeans.CENTERS))
                .containsExactly(2, 7, 9, 7);
        var same = rows(new float[] {5, 5, 5, 5}, 1);
        assertThatThrownBy(() -> learn(new Pca(1, false), same))
                .isInstanceOf(TrainingException.class)
                .hasMessage(
                        "pca finds no direction in which the 4 samples of the training data vary: they are all equal;"
                                + " correct the data");
        // No question tells them apart: every tree is a leaf, and nothing is odd.
        var forest = learn(new IsolationForest(3, 4, 0), same);
        assertThat(of(forest, "leaves")).hasSize(3).containsOnly((float) IsolationLearning.path(4));
        assertThatThrownBy(() -> learn(new GaussianMixture(1, 100, 1e-3, 0), rows(new float[] {0, 0, 0}, 1)))
                .isInstanceOf(TrainingException.class)
                .hasMessage(
                        "gaussian_mixture has found a component whose samples lie in a plane, so that its covariance has no"
                                + " inverse: set fewer components, or regularization: 0.001");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void gapsAreRefused(float gap) {
        assertThatThrownBy(() -> rows(new float[] {1, 2, 3, gap}, 2))
                .isInstanceOf(TrainingException.class)
                .hasMessage("`k_means` cannot learn from " + gap
                        + ", which is feature 2 of `x` in sample 2 of the training data: fill gaps before it, as encode or"
                        + " imputation does, or correct the data");
    }

    /** Of 3 mutually orthogonal directions with known variances, turned. */
    @Test
    void eigenvectorsDiagonalize() {
        var random = new Random(3);
        var size = 12;
        var matrix = new double[size][size];
        for (var i = 0; i < size; i++) {
            for (var j = 0; j <= i; j++) {
                matrix[i][j] = random.nextGaussian();
                matrix[j][i] = matrix[i][j];
            }
        }
        var copy = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        var eigen = SymmetricEigen.of(copy);
        for (var k = 0; k < size; k++) {
            var vector = eigen.vectors()[k];
            for (var i = 0; i < size; i++) {
                var product = 0.0;
                for (var j = 0; j < size; j++) {
                    product += matrix[i][j] * vector[j];
                }
                assertThat(product).isCloseTo(eigen.values()[k] * vector[i], within(1e-12));
            }
            assertThat(k == 0 || eigen.values()[k - 1] >= eigen.values()[k]).isTrue();
        }
    }

    /** {@code c(256) = 10.2448…} by Liu, and by hand that of three: {@code 2 (ln 2 + γ) - 4 / 3}. */
    @Test
    void thePathOfARandomSearchIsThatOfThePaper() {
        assertThat(IsolationLearning.path(1)).isZero();
        assertThat(IsolationLearning.path(2)).isEqualTo(1);
        assertThat(IsolationLearning.path(3)).isCloseTo(1.2073923575896, within(1e-12));
        assertThat(IsolationLearning.path(256)).isCloseTo(10.2447706, within(1e-6));
    }
}
