package dev.updraft.training.supervised;

import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.training.FitOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Distributions within classes. */
class NaiveBayesTest extends SupervisedLayerTest {
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void gaussianBayesIsThatOfScikitLearn(String device) {
        assertClose(
                learnt(CLASSES, "naive_bayes", device, Datasets.of(TRAIN, KINDS), ASKED, "scores"),
                1e-4,
                expected("""
                        -2.406716 -1.126192 -0.5350784 -1.382933 -0.8451759 -1.140446
                        -0.498013 -1.56382 -1.698663 -1.513326 -0.8745931 -1.013926
                        -2.794589 -1.070486 -0.5174841 -0.1292773 -2.484001 -3.273836"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void bernoulliBayesIsThatOfScikitLearn(String device) {
        assertClose(
                learnt(CLASSES, "naive_bayes(kind: bernoulli)", device, Datasets.of(TRAIN, KINDS), ASKED, "scores"),
                1e-5,
                expected("""
                        -1.398997 -1.095811 -0.8701533 -1.12969 -1.011907 -1.160462
                        -0.9834395 -1.07775 -1.253103 -1.320786 -1.020681 -0.9869142
                        -1.463711 -0.9782034 -0.9348671 -0.5113936 -1.520394 -1.705316"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void multinomialBayesIsThatOfScikitLearn(String device) {
        var asked = List.of(counts(ASKED.toArray(float[][]::new)));
        assertClose(
                learnt(
                        CLASSES,
                        "naive_bayes(kind: multinomial)",
                        device,
                        Datasets.of(counts(TRAIN), KINDS),
                        asked,
                        "scores"),
                1e-5,
                expected("""
                        -1.402303 -1.085279 -0.8766787 -1.424068 -1.116364 -0.839795
                        -1.828429 -1.070205 -0.7003811 -1.5539 -1.086659 -0.7957641
                        -1.618591 -1.020037 -0.8181649 -1.009873 -1.077349 -1.219974"""));
    }

    private static final String CATEGORIES = """
            model Categories {
                input row {
                    a: category
                    b: category
                    c: category
                    %s
                }
                target y: class["a", "b", "c"]
                network { row -> naive_bayes -> scores }
                loss sparse_categorical_crossentropy(scores, y)
                fit { seed: 3 }
            }
            """;

    private static Map<String, Object> categories(float[] x, int kind) {
        var row = new LinkedHashMap<String, Object>();
        for (var j = 0; j < 3; j++) {
            row.put("abc".substring(j, j + 1), "v" + (int) (Math.abs((double) x[j]) * 1.5) % 3);
        }
        row.put("y", "abc".substring(kind, kind + 1));
        return row;
    }

    private static Dataset rows() {
        return Datasets.of(IntStream.range(0, ROWS)
                .mapToObj(i -> categories(TRAIN[i], KINDS[i]))
                .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void bayesOfCategoriesIsThatOfScikitLearn(String device) {
        try (var model = model(CATEGORIES, "", device)) {
            model.fit(rows(), FitOptions.NONE);
            var asked = Datasets.of(ASKED.stream().map(x -> categories(x, 0)).toList());
            assertClose(flat(model.predict(asked, "scores")), 1e-5, expected("""
                            -1.653455 -0.8649974 -0.9478851 -0.4924765 -1.974081 -1.386294
                            -0.5947071 -1.981001 -1.170071 -1.497998 -0.8048512 -1.110882
                            -1.653455 -0.8649974 -0.9478851 -0.4924765 -1.974081 -1.386294"""));
        }
    }

    /** What remains is the prior: a third each. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void aGapAndAValueThatTrainingHasNotSeenAreLeftOutOfTheProduct(String device) {
        try (var model = model(CATEGORIES, "d: number(optional: true)", device)) {
            var rows = new ArrayList<Map<String, Object>>();
            for (var i = 0; i < ROWS; i++) {
                var row = categories(TRAIN[i], KINDS[i]);
                if (i % 2 == 0) {
                    row.put("d", TRAIN[i][3]);
                }
                rows.add(row);
            }
            model.fit(Datasets.of(rows), FitOptions.NONE);
            var asked = new LinkedHashMap<String, Object>();
            asked.put("b", "never");
            asked.put("y", "a");
            var scores = model.predict(Datasets.of(List.of(rows.getFirst(), asked)), "scores");
            assertClose(flat(scores.subList(1, 2)), 1e-6, third(), third(), third());
        }
    }

    /**
     * {@code MultinomialNB()} on the counts of a, b and c; d has not been seen, so that it says nothing.
     */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void bayesOfWordsIsThatOfScikitLearn(String device) {
        var text = """
                model Words {
                    input mail {
                        body: text(most: 50)
                        urgent: bool(optional: true)
                    }
                    target y: class["no", "yes"]
                    network { mail -> naive_bayes -> %s }
                    loss binary_crossentropy(logit, y)
                    fit { seed: 3 }
                }
                """;
        var bodies = List.of("a b", "a a c", "b c c", "c a c c");
        var rows = IntStream.range(0, 4)
                .mapToObj(i -> Map.<String, Object>of("body", bodies.get(i), "y", i < 2 ? "no" : "yes"))
                .map(row -> {
                    var with = new LinkedHashMap<>(row);
                    with.put("urgent", "");
                    return with;
                })
                .toList();
        try (var model = model(text, "logit", device)) {
            model.fit(Datasets.of(rows), FitOptions.NONE);
            var asked = List.of(
                    Map.of("body", "a c c d", "urgent", "", "y", "no"), Map.of("body", "b b", "urgent", "", "y", "no"));
            assertClose(flat(model.predict(Datasets.of(asked), "logit")), 1e-5, 0.8346467, -0.4462871);
        }
    }

    private static double third() {
        return Math.log(1 / 3.0);
    }
}
