package dev.updraft.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.Updraft;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.Dataset;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which operation gave the first number that is none, or which sample has it. */
class DivergenceTest {
    private static final String REGRESSION = """
            model Line {
                input  x: float[2]
                target y: float[1]
                network {
                    x -> dense(4, activation: %s)
                      -> dense(1)
                      -> out
                }
                loss      mean_squared_error(out, y)
                optimizer sgd(learning_rate: %s)
                fit { epochs: 40, batch_size: 16, seed: 7 }
            }
            """;

    @TempDir
    private Path folder;

    /** The flowers' numbers; one may be another. */
    private record Numbers(int broken, float value) implements Dataset {
        @Override
        public int size() {
            return 100;
        }

        @Override
        public Shape inputShape() {
            return Shape.of(2);
        }

        @Override
        public Target target() {
            return new Target.Reals(1);
        }

        @Override
        public String description() {
            return "numbers.csv";
        }

        @Override
        public void copyInput(int index, MemorySegment inputs, long offset) {
            inputs.set(ValueLayout.JAVA_FLOAT, offset, index == broken ? value : Flowers.value(index, 0));
            inputs.set(ValueLayout.JAVA_FLOAT, offset + Float.BYTES, Flowers.value(index, 1));
        }

        @Override
        public void copyTarget(int index, MemorySegment targets, long offset) {
            targets.set(ValueLayout.JAVA_FLOAT, offset, Flowers.kind(index));
        }
    }

    private void fails(Device device, String text, Numbers data, String... parts) throws IOException {
        var file = Files.writeString(folder.resolve("net.model"), text);
        try (var model = Updraft.compile(file).on(device)) {
            assertThatThrownBy(() -> model.fit(data))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContainingAll(parts);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void dataThatIsNoNumberIsNamed(String name) throws IOException {
        fails(
                Device.parse(name),
                REGRESSION.formatted("tanh", "0.1"),
                new Numbers(37, Float.NaN),
                "epoch 1, step ",
                "`x` of sample 37 (from 0) of numbers.csv is not a number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void theOperationThatOverflowsIsNamedWithItsLine(String name) throws IOException {
        fails(
                Device.parse(name),
                REGRESSION.formatted("linear", "50"),
                new Numbers(-1, 0),
                "training has diverged; first infinite is what `",
                "net.model:");
    }
}
