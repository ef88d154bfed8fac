package dev.updraft;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorTest {
    private static final String MODEL = """
            model Pictures {
                input picture: float[6, 6, 2]
                input mark: float[3]
                network {
                    concat(picture -> conv2d(8, kernel: 3, activation: relu) -> max_pool2d(2) -> flatten, mark)
                        -> dense(24, activation: relu) -> batch_norm -> dense(5, activation: softmax) -> y
                }
            }
            """;
    private static final int SAMPLE = 75;
    private static final int PREDICTION = 5;

    @TempDir
    private Path folder;

    private Model model() throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("test.model"), MODEL))
                .on(Device.cpu());
    }

    private static float[] samples(int count) {
        var random = new Random(5);
        var samples = new float[count * SAMPLE];
        for (var i = 0; i < samples.length; i++) {
            samples[i] = random.nextFloat() - 0.5f;
        }
        return samples;
    }

    private static float[] one(float[] all, int index, int size) {
        return Arrays.copyOfRange(all, index * size, (index + 1) * size);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 31, 33, 300})
    void allFormsGiveTheNumbersOfSinglePredictions(int count) throws IOException {
        try (var model = model();
                var predictor = model.predictor();
                var arena = Arena.ofConfined()) {
            var samples = samples(count);
            var singles = IntStream.range(0, count)
                    .mapToObj(i -> predictor.predict(one(samples, i, SAMPLE)))
                    .toList();
            var expected = new float[count * PREDICTION];
            IntStream.range(0, count)
                    .forEach(i -> System.arraycopy(singles.get(i), 0, expected, i * PREDICTION, PREDICTION));
            var list = IntStream.range(0, count)
                    .mapToObj(i -> one(samples, i, SAMPLE))
                    .toList();

            var predictions = new float[count * PREDICTION];
            predictor.predict(samples, predictions);
            assertThat(predictions).isEqualTo(expected);
            Arrays.fill(predictions, 0);
            predictor.predict(arena.allocateFrom(JAVA_FLOAT, samples), predictions);
            assertThat(predictions).isEqualTo(expected);
            var segment = MemorySegment.ofArray(new byte[expected.length * Float.BYTES + 1])
                    .asSlice(1);
            predictor.predict(MemorySegment.ofArray(samples), segment);
            assertThat(segment.toArray(JAVA_FLOAT.withByteAlignment(1))).isEqualTo(expected);
            assertThat(predictor.predict(list)).usingRecursiveComparison().isEqualTo(singles);
            assertThat(model.predict(list)).usingRecursiveComparison().isEqualTo(singles);
        }
    }

    @Test
    void wrongSizesAreRefused() throws IOException {
        try (var model = model();
                var predictor = model.predictor()) {
            var room = new float[PREDICTION];

            assertThatThrownBy(() -> predictor.predict(new float[SAMPLE + 1], room))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("there are 76 values, which is not a whole number of samples, but the model takes 75: "
                            + "picture [6, 6, 2], mark [3]");
            assertThatThrownBy(() -> predictor.predict(new float[0], room))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("there are 0 values");
            assertThatThrownBy(() -> predictor.predict(new float[2 * SAMPLE], room))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("there is space for 5 values, but the predictions of 2 samples have 10, 5 for each");
            assertThatThrownBy(() -> predictor.predict(MemorySegment.ofArray(new byte[SAMPLE * Float.BYTES + 1]), room))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the segment has 301 bytes, which is not a whole number of float32 values");
            assertThatThrownBy(() -> predictor.predict(List.of(new float[SAMPLE], new float[3])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("sample 1 has 3 values, but the model takes 75");
            assertThatThrownBy(() -> predictor.predict(new float[2 * SAMPLE]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the sample has 150 values, but the model takes 75");
            assertThat(predictor.predict(List.of())).isEmpty();
        }
    }

    @Test
    void aClosedPredictorSaysSo() throws IOException {
        try (var model = model()) {
            var predictor = model.predictor();
            var samples = samples(40);
            predictor.predict(samples, new float[40 * PREDICTION]);
            predictor.close();
            predictor.close();

            for (var count : new int[] {1, 40}) {
                assertThatThrownBy(() -> predictor.predict(samples(count), new float[count * PREDICTION]))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("the predictor is closed");
            }
        }
    }
}
