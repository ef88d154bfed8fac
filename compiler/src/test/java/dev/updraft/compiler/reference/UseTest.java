package dev.updraft.compiler.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.check.Models;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.RowWindow;
import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.DataLocation;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.TableLayer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every entry says what it must, and its line of use compiles in a model that has what the line takes. */
class UseTest {
    /** As wide as a terminal, indented. */
    private static final int WIDEST = 92;

    /** What a line may take as its input, by the name it calls it. */
    private static final Map<String, String> INPUTS = Map.of(
            "image",
            "float[32, 32, 3]",
            "features",
            "float[16]",
            "left",
            "float[8]",
            "right",
            "float[8]",
            "tokens",
            "int[12]");

    private static final String GROUP = """
            input customer {
                tenure: number
                income: number(optional: true)
                contract: category
                since: date
            }
            """;

    private static final String ROWS = """
            input row {
                patient: id
                date: date
                age: number
            }
            network { row -> encode -> dense(10) }
            """;

    private static final String CLASSES = """
            input features: float[16]
            target label: class[10]
            network { features -> dense(10) -> logits }
            """;
    private static final String TWO_CLASSES = """
            input features: float[16]
            target answer: class["no", "yes"]
            network { features -> dense(1) -> logit }
            """;
    private static final String NUMBERS = """
            input features: float[16]
            target price: float[1]
            network { features -> dense(1) -> prediction }
            """;
    private static final String RANKED = """
            input row {
                query: id
                age: number
            }
            target relevance: number
            network { row -> boosted_trees -> score }
            """;
    private static final String CLUSTERS = """
            input features: float[16]
            network { features -> k_means(clusters: 3) -> segment }
            """;
    private static final String LOSS_OF_CLASSES = "loss sparse_categorical_crossentropy(logits, label)\n";
    private static final String LOSS_OF_TWO_CLASSES = "loss binary_crossentropy(logit, answer)\n";
    private static final String LOSS_OF_NUMBERS = "loss mean_squared_error(prediction, price)\n";

    static List<Entry> entries() {
        return Reference.all();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void itsUseCompilesWithoutAWarning(Entry entry) {
        var use = entry.doc().use();
        assertThat(use).containsPattern("\\b" + entry.name() + "\\b").hasLineCount(1);

        assertThat(Models.graph("model Example {\n" + around(entry, use) + "}\n"))
                .isNotNull();
    }

    private static String measured(Entry entry, String use) {
        if (use.contains("silhouette") || use.contains("inertia")) {
            return CLUSTERS + (use.contains("adjusted_rand") ? "target species: class[3]\n" : "");
        }
        if (use.contains("group:")) {
            return RANKED + "loss mse(score, relevance)\n";
        }
        return isOfNumbers(entry) ? NUMBERS + LOSS_OF_NUMBERS : CLASSES + LOSS_OF_CLASSES;
    }

    private static String around(Entry entry, String use) {
        var keyword = use.split(" ")[0];
        if (entry instanceof Entry.Declared declared && declared.declaration().example() instanceof ColumnKind) {
            return "input row {\n" + use + "\nage: number\n}\nnetwork { row -> encode -> dense(10) }\n";
        }
        return switch (keyword) {
            case "loss" -> {
                var targets = use.contains("label") ? CLASSES : use.contains("answer") ? TWO_CLASSES : NUMBERS;
                yield (use.contains("group:") ? RANKED : targets) + use + "\n";
            }
            case "metrics" -> measured(entry, use) + use + "\n";
            case "fit" -> {
                var isSplit = use.contains("_split: by(") || use.contains(", by:");
                var others = use.contains("threshold:") ? TWO_CLASSES + LOSS_OF_TWO_CLASSES : CLASSES + LOSS_OF_CLASSES;
                yield (isSplit ? ROWS : others) + use + "\n";
            }
            case "input" -> use + "\nnetwork { series -> encode -> flatten -> dense(10) }\n";
            case "optimizer" -> CLASSES + LOSS_OF_CLASSES + use + "\n";
            default ->
                learnt(use)
                        + INPUTS.entrySet().stream()
                                .filter(input -> Pattern.compile("\\b" + input.getKey() + "\\b")
                                        .matcher(use)
                                        .find())
                                .map(input -> "input " + input.getKey() + ": " + input.getValue() + "\n")
                                .collect(Collectors.joining(
                                        "", use.contains("customer") ? GROUP : "", "network { " + use + " }\n"));
        };
    }

    /** What a layer that counts within classes learns. */
    private static String learnt(String use) {
        return use.contains("naive_bayes")
                ? "target kind: class[\"a\", \"b\"]\nloss sparse_categorical_crossentropy(scores, kind)\n"
                : "";
    }

    private static boolean isOfNumbers(Entry entry) {
        return entry instanceof Entry.Declared declared
                && declared.declaration().example() instanceof Metric metric
                && metric.subject() == Metric.Subject.NUMBERS;
    }

    @ParameterizedTest
    @MethodSource("entries")
    void whatComputesHasAFormulaAndWhatTakesValuesHasShapes(Entry entry) {
        var doc = entry.doc();
        assertThat(doc.summary()).isNotBlank().doesNotEndWith(".");
        assertThat(doc.formula().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(WIDEST));
        if (entry instanceof Entry.Declared declared && !entry.name().equals("fit")) {
            var example = declared.declaration().example();
            assertThat(doc.formula().isBlank())
                    .isEqualTo(example instanceof CallbackSettings
                            || example instanceof ColumnKind
                            || example instanceof RowWindow
                            || example instanceof TableLayer.Fill
                            || example instanceof DataLocation
                            || example instanceof DataSplit);
            var takesValues = example instanceof Layer || example instanceof Loss || example instanceof Metric;
            assertThat(doc.shapes().isBlank()).isNotEqualTo(takesValues);
        }
    }

    @Test
    void aNameMayMeanSeveralThings() {
        assertThat(Reference.of("relu")).extracting(Entry::kind).containsExactly("layer", "activation");
        assertThat(Reference.of("mse")).extracting(Entry::name).containsOnly("mean_squared_error");
        assertThat(Reference.of("nothing")).isEmpty();
        assertThat(Reference.names()).contains("dense", "mse", "epochs", "fit");
    }
}
