package dev.updraft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.data.batches.Fingerprint;
import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data from an application's memory, in one line. */
class ArrayDatasetTest {
    private static final float[][] INPUTS = {{0, 1}, {1, 0}, {1, 1}, {0, 0}};
    private static final FitOptions ONE = FitOptions.NONE.withEpochs(1).withBatchSize(2);

    @TempDir
    private Path folder;

    private Model model(String target, int outputs, String loss) throws IOException {
        var file = Files.writeString(folder.resolve("test.model"), """
                model Test {
                    input  sample: float[2]
                    target kind: %s
                    network { sample -> dense(%s) -> output }
                    loss      %s(output, kind)
                    optimizer adam
                }
                """.formatted(target, outputs, loss));
        return Updraft.compile(file).on(Device.reference(), new Engine.Options(1, 1));
    }

    private Model classes(String target) throws IOException {
        return model(target, 3, "sparse_categorical_crossentropy");
    }

    /** A data set that lacks the last class fits too. */
    @Test
    void classNumbersFitAModelWithSoManyClasses() throws IOException {
        try (var model = classes("class[3]")) {
            assertThat(model.fit(Datasets.of(INPUTS, new int[] {0, 1, 0, 1}), ONE)
                            .epochs())
                    .hasSize(1);
            assertThat(model.classNames()).containsExactly("0", "1", "2");
            assertThat(model.evaluate(Datasets.of(INPUTS, new int[] {0, 1, 2, 1}))
                            .samples())
                    .isEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"'class[\"b\", \"a\", \"c\"]', 1", "'class[3]', 0"})
    void labelsAreTheModelsClassesElseInAlphabeticalOrder(String target, int numberOfA) throws IOException {
        var data = Datasets.of(INPUTS, new String[] {"a", "c", "b", "a"});
        try (var model = classes(target)) {
            model.fit(data, ONE);
            var numbers = new int[] {numberOfA, 2, 1 - numberOfA, numberOfA};

            assertThat(model.evaluate(data).loss())
                    .isEqualTo(model.evaluate(Datasets.of(INPUTS, numbers)).loss());
        }
    }

    /** Whichever part lacks a class, it has the model's number. */
    @Test
    void partsOfLabelledDataKnowAllClasses() throws IOException {
        var data = Datasets.of(INPUTS, new String[] {"c", "b", "b", "a"});
        try (var model = classes("class[\"a\", \"b\", \"c\"]")) {
            assertThat(model.fit(data, ONE.withValidationSplit(0.5)).epochs()).hasSize(1);
            assertThat(model.compiled()
                            .crossValidate(data, 4, Device.reference(), new Engine.Options(1, 1), ONE)
                            .folds())
                    .hasSize(4);
        }
    }

    @Test
    void numbersAreTargetsOfRegression() throws IOException {
        try (var one = model("float[1]", 1, "mean_squared_error")) {
            assertThat(one.fit(Datasets.of(INPUTS, new float[] {1, 2, 3, 4}), ONE)
                            .epochs())
                    .hasSize(1);
        }
        try (var two = model("float[2]", 2, "mean_squared_error")) {
            assertThat(two.fit(Datasets.of(INPUTS, new float[][] {{1, 2}, {3, 4}, {5, 6}, {7, 8}}), ONE)
                            .epochs())
                    .hasSize(1);
        }
    }

    @Test
    void arraysAreCopied() {
        float[][] inputs = {{1, 2}};
        int[] classes = {1};
        var data = Datasets.of(inputs, classes);
        var before = Fingerprint.of(data);
        inputs[0][0] = 9;
        classes[0] = 0;

        assertThat(Fingerprint.of(data)).isEqualTo(before);
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(DataException.class).hasMessageContaining(message);
    }

    @Test
    void whatIsWrongWithArraysIsNamed() {
        var one = new int[1];
        assertRefused(() -> Datasets.of(new float[0][], new int[0]), "there are no samples");
        assertRefused(() -> Datasets.of(INPUTS, one), "there are 4 inputs, but 1 classes; expected one for each input");
        assertRefused(() -> Datasets.of(INPUTS, new String[5]), "there are 4 inputs, but 5 labels");
        assertRefused(() -> Datasets.of(INPUTS, new float[3]), "there are 4 inputs, but 3 targets");
        assertRefused(
                () -> Datasets.of(new float[][] {{1}, {1, 2}}, one), "inputs[1] has 2 numbers, but inputs[0] has 1");
        assertRefused(() -> Datasets.of(new float[1][0], one), "inputs[0] is empty");
        assertRefused(() -> Datasets.of(new float[][] {{1, Float.NaN}}, one), "inputs[0][1] is NaN");
        assertRefused(() -> Datasets.of(new float[1][1], new int[] {-1}), "classes[0] is -1");
        assertRefused(() -> Datasets.of(new float[1][1], new int[] {Integer.MAX_VALUE}), "classes[0] is 2147483647");
        assertRefused(() -> Datasets.of(new float[1][1], new String[] {" "}), "labels[0] is empty");
        assertRefused(
                () -> Datasets.of(new float[1][1], new float[] {Float.POSITIVE_INFINITY}), "targets[0][0] is Infinity");
    }

    @Test
    void whatDoesNotFitTheModelIsNamed() throws IOException {
        try (var model = classes("class[\"a\", \"b\", \"c\"]")) {
            assertRefused(
                    () -> model.fit(Datasets.of(INPUTS, new int[] {0, 1, 7, 2})),
                    "sample 2 (counted from 0): label 7 is outside the model's 3 classes (0 to 2)");
            assertRefused(
                    () -> model.fit(Datasets.of(INPUTS, new String[] {"a", "b", "x", "c"})),
                    "the label 'x' is not one of the model's classes (a, b, c)");
            assertRefused(
                    () -> model.fit(Datasets.of(new float[1][5], new int[1])),
                    "its samples have shape [5], but input `sample` of model Test is [2]");
        }
        try (var model = classes("class[3]")) {
            assertRefused(
                    () -> model.fit(Datasets.of(INPUTS, new String[] {"a", "b", "a", "b"})),
                    "there are 2 different labels (a, b), but the model has 3 classes");
        }
    }

    @Test
    void aTableCanComeFromAStream() throws IOException {
        var text = "x,y,kind\n1,2,a\n3,4,b\n5,6,c\n";
        try (var model = classes("class[\"a\", \"b\", \"c\"]")) {
            var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            var data = Datasets.csv(bytes, "upload.csv", model.dataSpec());

            assertThat(data.size()).isEqualTo(3);
            assertThat(data.description()).isEqualTo("upload.csv");
            assertThat(model.fit(data, ONE).epochs()).hasSize(1);
        }
    }

    @Test
    void messagesNameTheStreamAsGiven() throws IOException {
        try (var model = classes("class[\"a\", \"b\", \"c\"]")) {
            for (var name : List.of("upload.csv", "https://example.com//flowers.csv", "a\0b", "")) {
                assertThatThrownBy(() ->
                                Datasets.csv(new StringReader("x,y,kind\n1,2,a\nlong,4,b\n"), name, model.dataSpec()))
                        .isInstanceOf(DataException.class)
                        .hasMessageStartingWith(name + ":3: column x: 'long' is not a finite number");
            }
        }
    }

    @Test
    void aStreamThatFailsIsReported() throws IOException {
        try (var model = classes("class[3]");
                var broken = new Reader() {
                    @Override
                    public int read(char[] characters, int from, int count) throws IOException {
                        throw new IOException("the connection was lost");
                    }

                    @Override
                    public void close() {}
                }) {
            assertRefused(() -> Datasets.csv(broken, "upload", model.dataSpec()), "upload: cannot be read");
        }
    }
}
