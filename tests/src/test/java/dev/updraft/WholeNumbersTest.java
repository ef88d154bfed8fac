package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.data.DataException;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model of integers from its file to its predictions, and what is said of numbers that are none of its. */
class WholeNumbersTest {
    private static final String MODEL = """
            model Words {
                input tokens: int[2]
                target kind: class[2]
                network { tokens -> embedding(5, 3) -> flatten -> dense(2) -> logits }
                loss sparse_categorical_crossentropy(logits, kind)
                optimizer adam(learning_rate: 0.1)
                metrics accuracy
                fit { batch_size: 4 }
            }
            """;

    /** Of the first class are those that begin with an even number. */
    private static final float[][] TOKENS = {{0, 1}, {1, 4}, {2, 3}, {3, 3}, {4, 2}, {1, 0}, {0, 4}, {3, 2}};

    private static final int[] KINDS = {0, 1, 0, 1, 0, 1, 0, 1};

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void writeModel() throws IOException {
        file = Files.writeString(folder.resolve("words.model"), MODEL);
    }

    @TestFactory
    Stream<DynamicTest> areLearned() {
        return TestEngines.all().stream()
                .map(engine -> DynamicTest.dynamicTest(engine.description(), () -> assertLearned(engine)));
    }

    private void assertLearned(Engine engine) {
        try (var model = new Model(Updraft.compile(file), engine, new Engine.Options(2, 7))) {
            var data = Datasets.of(TOKENS, KINDS);
            model.fit(data, FitOptions.NONE.withEpochs(30));
            assertThat(model.evaluate(data).metric("accuracy")).isEqualTo(1);
            assertThat(model.predict(new float[] {2, 0})[0]).isGreaterThan(0.5f);
            assertThat(model.predict(Datasets.of(TOKENS, KINDS))).hasSize(TOKENS.length);
        }
    }

    @Test
    void comeFromTables() {
        var table = new StringReader("first,second,kind\n0,1,0\n1,4,1\n2,3,0\n3,3,1\n");
        try (var model = Updraft.compile(file).on(Device.cpu())) {
            var data = Datasets.csv(table, "words.csv", model.dataSpec());
            model.fit(data, FitOptions.NONE.withEpochs(30));
            assertThat(model.evaluate(data).metric("accuracy")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {-1, 5, 1.5f, 16_777_216, 3e9f})
    void outsideOfTheTableAreRefused(float wrong) {
        var tokens = TOKENS.clone();
        tokens[3] = new float[] {0, wrong};
        var expected = List.of("value 1 of `tokens`", "where an integer from 0 to 4 is expected");
        try (var model = Updraft.compile(file).on(Device.cpu())) {
            assertThatThrownBy(() -> model.fit(Datasets.of(tokens, KINDS), FitOptions.NONE.withEpochs(1)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("sample #4")
                    .hasMessageContainingAll(expected.toArray(String[]::new));
            assertThatThrownBy(() -> model.predict(new float[] {0, wrong}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(expected.toArray(String[]::new));
        }
    }
}
