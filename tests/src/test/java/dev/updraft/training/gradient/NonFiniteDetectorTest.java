package dev.updraft.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.training.FitOptions;
import dev.updraft.training.FlowerNumbers;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which operation gave the first number that is none, or which sample has it. */
public class NonFiniteDetectorTest {
    public static final String REGRESSION = """
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

    @Test
    void aModelOfFiftyMebibytesIsLookedIntoAsWell() throws IOException {
        var text = REGRESSION.formatted("tanh", "1e3").replace("dense(4", "dense(2048) -> dense(2048");
        fails(
                Device.cpu(),
                text.replace("sgd(learning_rate: 1e3)", "adam(learning_rate: 1e25)"),
                new FlowerNumbers(-1, 0),
                "training has diverged; first ",
                "net.model:");
    }

    @Test
    void theUserIsToldThatSomethingIsLookedFor() throws IOException {
        var said = new ArrayList<String>();
        var file = Files.writeString(folder.resolve("net.model"), REGRESSION.formatted("linear", "50"));
        try (var model = Updraft.compile(file).on(Device.cpu())) {
            assertThatThrownBy(() -> model.fit(new FlowerNumbers(-1, 0), FitOptions.NONE, event -> {
                        if (event instanceof TrainingEvent.Notice(var text)) {
                            said.add(text);
                        }
                    }))
                    .isInstanceOf(TrainingException.class);
        }
        assertThat(said).singleElement().asString().contains("looking for the first operation");
    }

    private void fails(Device device, String text, FlowerNumbers data, String... parts) throws IOException {
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
                new FlowerNumbers(37, Float.NaN),
                "epoch 1, step ",
                "`x` of sample 37 (from 0) of numbers.csv is not a number");
    }

    @Test
    void aLossThatOverflowsIsNamedWithItsLine() throws IOException {
        fails(
                Device.cpu(),
                REGRESSION.formatted("linear", "0.1"),
                new FlowerNumbers(37, 1e30f),
                "first infinite value is the result of `square`, in loss at ",
                "net.model:9:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void theOperationThatOverflowsIsNamedWithItsLine(String name) throws IOException {
        fails(
                Device.parse(name),
                REGRESSION.formatted("linear", "50"),
                new FlowerNumbers(-1, 0),
                "training has diverged; first ",
                "is the result of `",
                "net.model:");
    }
}
