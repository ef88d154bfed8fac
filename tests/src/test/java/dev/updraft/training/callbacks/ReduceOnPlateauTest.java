package dev.updraft.training.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.CallbackSettings.Mode;
import dev.updraft.history.History;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The learning rate of each epoch, by the rules of Keras 3's {@code ReduceLROnPlateau}. */
class ReduceOnPlateauTest {

    private static ReduceOnPlateau reducing(int patience, double minDelta, int cooldown, double minimum) {
        return new ReduceOnPlateau(
                new CallbackSettings.ReduceOnPlateau(null, Mode.AUTO, 0.5, patience, minDelta, cooldown, minimum));
    }

    @ParameterizedTest(name = "patience {0}, min_delta {1}, cooldown {2}, minimum {3}, {4}: {5}")
    @CsvSource({
        "2, 0,   0, 0,    '5 5 5 5 5 5',     '0.5 0.5 0.5 0.25 0.25 0.125'",
        "1, 0,   0, 0,    '5 4 4 3 3',       '0.5 0.5 0.5 0.25 0.25'",
        // With patience 0 every epoch that is no better.
        "0, 0,   0, 0,    '5 5 4 4 4',       '0.5 0.5 0.25 0.25 0.125'",
        // Improvements of at most min_delta are none.
        "1, 1,   0, 0,    '5 4 3 3',         '0.5 0.5 0.25 0.25'",
        // The epoch that ends the cooldown counts again.
        "1, 0,   1, 0,    '5 5 5 5 5',       '0.5 0.5 0.25 0.125 0.0625'",
        "1, 0,   2, 0,    '5 5 5 5 5 5',     '0.5 0.5 0.25 0.25 0.125 0.125'",
        "2, 0,   2, 0,    '5 5 5 5 5 5 5',   '0.5 0.5 0.5 0.25 0.25 0.25 0.125'",
        // An improvement is taken note of during the cooldown.
        "1, 0,   2, 0,    '5 5 4 5 5 5 5',   '0.5 0.5 0.25 0.25 0.125 0.125 0.0625'",
        // No lower than the minimum.
        "1, 0,   0, 0.2,  '5 5 5 5 5',       '0.5 0.5 0.25 0.2 0.2'",
    })
    void reducesAsKerasDoes(int patience, double minDelta, int cooldown, double minimum, String losses, String expected)
            throws IOException {
        var script = numbers(losses);
        var training = new ScriptedTraining().run(reducing(patience, minDelta, cooldown, minimum), script);
        assertThat(learningRates(training)).containsExactly(numbers(expected), within(1e-12));

        var parts = IntStream.rangeClosed(0, script.length)
                .mapToObj(_ -> reducing(patience, minDelta, cooldown, minimum))
                .toList();
        assertThat(learningRates(new ScriptedTraining().resumed(parts, script)))
                .as("resumed after each epoch")
                .containsExactly(learningRates(training));
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    private static double[] learningRates(ScriptedTraining training) {
        return training.history().epochs().stream()
                .mapToDouble(History.Epoch::learningRate)
                .toArray();
    }

    @Test
    void tellsWhatItDoes() {
        var training = new ScriptedTraining().run(new ReduceOnPlateau(0.1, 2), 5, 4, 4, 4);
        assertThat(training.notices())
                .containsExactly("Epoch 4: val_loss has not improved for 2 epochs, best 4.0000 in epoch 2;"
                        + " learning rate lowered from 0.5000 to 0.0500");
    }
}
