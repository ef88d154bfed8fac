package dev.updraft;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingListener;
import dev.updraft.weights.WeightsException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedModelTest {
    private static final String MODEL = Flowers.MODEL.formatted("adam(learning_rate: 0.05)");
    private static final Flowers DATA = new Flowers(100);
    private static final float[] SAMPLE = {0.5f, -0.25f};

    @TempDir
    private Path folder;

    private CompiledModel compiled(String text) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("test.model"), text));
    }

    private TypedModel open(String text) throws IOException {
        return TypedModel.create(compiled(text), Device.reference());
    }

    @Test
    void predictionsAreThoseOfTheModelBeforeAndAfterTraining() throws IOException {
        try (var typed = open(MODEL)) {
            var before = typed.values(SAMPLE);
            assertThat(before).isEqualTo(typed.model().predict(SAMPLE));
            typed.fit(DATA, FitOptions.NONE);

            assertThat(typed.values(SAMPLE))
                    .isEqualTo(typed.model().predict(SAMPLE))
                    .isNotEqualTo(before);
            typed.model().fit(DATA);
            assertThat(typed.values(SAMPLE)).isEqualTo(typed.model().predict(SAMPLE));
            assertThat(typed.classesOf(List.of(SAMPLE))).containsExactly(typed.classOf(SAMPLE));
        }
    }

    @Test
    void othersPredictWhileOneTrains() throws Exception {
        try (var typed = open(MODEL);
                var threads = Executors.newFixedThreadPool(3)) {
            var before = typed.values(SAMPLE);
            var during = new ArrayList<float[]>();
            TrainingListener asks = event -> {
                if (event instanceof TrainingEvent.EpochFinished) {
                    during.add(joined(threads.submit(() -> typed.values(SAMPLE))));
                }
            };
            var trained = threads.submit(() -> typed.fit(DATA, FitOptions.NONE, asks));
            while (!trained.isDone()) {
                assertThat(joined(threads.submit(() -> typed.values(SAMPLE)))).hasSize(3);
            }
            var after = typed.values(SAMPLE);

            assertThat(during).hasSize(3).allMatch(values -> Arrays.equals(values, before));
            assertThat(after).isNotEqualTo(before);
        }
    }

    private static float[] joined(Future<float[]> answer) {
        try {
            return answer.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void twoClassesOfOneOutputHaveTwoProbabilities() throws IOException {
        try (var typed = open("""
                model Binary {
                    input x: float[2]
                    target y: class[2]
                    network { x -> dense(1, kernel_initializer: ones) -> z }
                    loss binary_crossentropy(z, y)
                }
                """)) {
            var probabilities = typed.probabilities(SAMPLE);

            assertThat(probabilities).hasSize(2);
            assertThat(probabilities[1]).isCloseTo((float) (1 / (1 + Math.exp(-0.25))), within(1e-6f));
            assertThat(probabilities[0] + probabilities[1]).isCloseTo(1, within(1e-6f));
            assertThat(typed.classOf(SAMPLE)).isEqualTo(1);
            assertThat(typed.classOf(new float[] {-1, 0})).isZero();
        }
    }

    @Test
    void severalInputsAreCheckedOneByOne() throws IOException {
        try (var typed = open("""
                model Pair {
                    input left: float[2]
                    input right: float[1]
                    network { concat(left, right) -> dense(1, kernel_initializer: ones) -> y }
                }
                """)) {
            assertThat(typed.values(new float[] {1, 2}, new float[] {4})).containsExactly(7);
            var joined = typed.joined(new float[] {1, 2}, new float[] {4});
            assertThat(joined).containsExactly(1, 2, 4);
            assertThat(typed.values(List.of(joined, new float[] {0, 1, 0})))
                    .containsExactly(new float[] {7}, new float[] {1});
            assertThatThrownBy(() -> typed.joined(new float[] {1}, new float[] {2, 4}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("`left` has 1 values, but the model takes 2: [2]");
            assertThatThrownBy(() -> typed.values(new float[] {1}, new float[] {2, 4}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("`left` has 1 values, but the model takes 2: [2]");
            assertThatThrownBy(() -> typed.values(new float[] {1, 2}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("takes 3: left [2], right [1]");
        }
    }

    @Test
    void whatIsClosedSaysSo() throws IOException {
        var typed = open(MODEL);
        assertThat(typed.values(SAMPLE)).hasSize(3);
        typed.close();
        typed.close();

        assertThatThrownBy(() -> typed.values(SAMPLE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dense(hidden, activation: tanh) | dense(hidden, activation: relu) | activation: relu",
                "-> logits                       | -> rescale(2) -> logits         | rescale = rescale(dense_1",
                "float[2]                        | float[4]                        | input : [batch, 4]",
                "sparse_categorical_crossentropy(logits, kind) | sparse_categorical_crossentropy(logits, kind, from_logits: false) | prediction dense_1",
            })
    void theFirstLayerThatDiffersIsNamed(String here, String there, String named) throws IOException {
        var weights = folder.resolve("w.safetensors");
        var changed = MODEL.replace(here, there.replace('\'', '"'));
        assertThat(changed).isNotEqualTo(MODEL);
        try (var trained = open(changed)) {
            trained.save(weights);
        }
        var ours = compiled(MODEL);

        assertThatThrownBy(() -> TypedModel.load(ours, weights))
                .isInstanceOf(WeightsException.class)
                .message()
                .startsWith(weights + ": the weights were trained with another architecture")
                .contains(named);
    }

    @Test
    void classesOfOtherNamesAreRefused() throws IOException {
        var weights = folder.resolve("w.safetensors");
        try (var trained = open(MODEL)) {
            trained.fit(new Flowers(50, List.of("a", "b", "c")), FitOptions.NONE);
            trained.save(weights);
        }
        var same = compiled(MODEL.replace("class[3]", "class[\"a\", \"b\", \"c\"]"));
        TypedModel.load(same, weights, Device.reference()).close();
        var others = compiled(MODEL.replace("class[3]", "class[\"b\", \"a\", \"c\"]"));

        assertThatThrownBy(() -> TypedModel.load(others, weights, Device.reference()))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(
                        "was trained with the classes `a`, `b`, `c`, but the model names them `b`, `a`, `c`");
    }

    @Test
    void whatOnlyTrainingKnowsMayDiffer() throws IOException {
        var weights = folder.resolve("w.safetensors");
        var other = MODEL.replace("sample", "flower")
                .replace("activation: tanh", "activation: tanh, kernel_initializer: zeros, kernel_regularizer: l2(0.1)")
                .replace("adam(learning_rate: 0.05)", "sgd");
        try (var trained = open(other)) {
            trained.fit(DATA, FitOptions.NONE);
            trained.save(weights);
            var expected = trained.values(SAMPLE);
            try (var typed = TypedModel.load(compiled(MODEL), weights, Device.reference())) {
                assertThat(typed.values(SAMPLE)).isEqualTo(expected);
            }
        }
    }

    @Test
    void imagesAndSegmentsOfAWrongSizeAreRefused() throws IOException {
        assertThatThrownBy(() -> SampleValues.of(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB), 4, 3, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the image is 4 pixels wide and 3 high, but the model takes 3 by 4; scale it first");
        try (var typed = open(MODEL)) {
            assertThatThrownBy(() -> typed.classOf(MemorySegment.ofArray(new float[3])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the segment has 12 bytes, but the model takes 8: 2 values of float32");
            assertThatThrownBy(() -> typed.classOf(new float[3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the sample has 3 values, but the model takes 2: sample [2]");
            assertThatThrownBy(() -> typed.writeProbabilities(SAMPLE, new float[2]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("there is room for 2 probabilities, but there are 3 classes");
        }
    }

    @Test
    void imagesGiveTheirPixels() {
        var image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xFF_01_80_FF);
        image.setRGB(1, 0, 0x00_FF_FF_FF);

        assertThat(SampleValues.of(image, 1, 2, 3)).containsExactly(1, 128, 255, 255, 255, 255);
        assertThat(SampleValues.of(image, 1, 2, 1)).containsExactly(105, 255);
    }

    @Test
    void segmentsAndRoomGiveTheSameAsArrays() throws IOException {
        try (var typed = open(MODEL)) {
            var bytes = MemorySegment.ofArray(new byte[9]).asSlice(1);
            MemorySegment.copy(SAMPLE, 0, bytes, JAVA_FLOAT.withByteAlignment(1), 0, 2);
            var expected = typed.values(SAMPLE);
            var room = new float[3];

            assertThat(typed.values(bytes)).isEqualTo(expected);
            typed.writeValues(bytes, room);
            assertThat(room).isEqualTo(expected);
            typed.writeProbabilities(SAMPLE, room);
            assertThat(room).isEqualTo(typed.probabilities(bytes));
            assertThat(typed.classOf(bytes)).isEqualTo(typed.classOf(SAMPLE));
        }
    }
}
