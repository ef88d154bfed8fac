package dev.updraft.training.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.catalog.Declaration;
import dev.updraft.training.Callback;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callbacks of a file and of a caller, in real runs. */
class CallbacksTest {
    @TempDir
    private Path folder;

    private Model model(String callbacks) throws IOException {
        var text = Flowers.MODEL
                .formatted("sgd(learning_rate: 0.5)")
                .replace("seed: 7", "seed: 7, validation_split: 0.2, callbacks: [" + callbacks + "]");
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(Device.cpu());
    }

    @Test
    void thoseOfTheFileTakePart() throws IOException {
        var heard = new ArrayList<String>();
        try (var model = model("early_stopping(monitor: \"loss\", min_delta: 100, patience: 2)")) {
            var history = model.fit(new Flowers(100), FitOptions.NONE.withEpochs(50), event -> {
                if (event instanceof TrainingEvent.Notice(var text)) {
                    heard.add(text);
                }
            });
            assertThat(history.epochs()).hasSize(3);
            assertThat(history.stopped()).isEqualTo("loss has not improved for 2 epochs");
            assertThat(heard).singleElement().asString().endsWith("in epoch 1, whose weights are restored");
        }
    }

    @Test
    void theBestWeightsAreThoseOfTheBestEpoch() throws IOException {
        var untilBest = new ArrayList<Float>();
        try (var model = model("")) {
            model.fit(new Flowers(100), FitOptions.NONE.withEpochs(1));
            untilBest.add(model.predict(new float[] {0.25f, -0.5f})[0]);
        }
        try (var model = model("early_stopping(monitor: loss, min_delta: 100, patience: 3)")) {
            model.fit(new Flowers(100), FitOptions.NONE.withEpochs(50));
            assertThat(model.predict(new float[] {0.25f, -0.5f})[0]).isEqualTo(untilBest.getFirst());
        }
    }

    @Test
    void aCallerReplacesOneOfTheSameName() throws IOException {
        try (var model = model("early_stopping(min_delta: 100, patience: 2)")) {
            var options = FitOptions.NONE.withEpochs(7).withCallbacks(new EarlyStopping(50));
            assertThat(model.fit(new Flowers(100), options).epochs()).hasSize(7);
        }
    }

    @Test
    void theLearningRateFalls() throws IOException {
        try (var model = model("reduce_on_plateau(factor: 0.5, patience: 1, min_delta: 100)")) {
            assertThat(model.fit(new Flowers(100), FitOptions.NONE.withEpochs(4))
                            .epochs())
                    .extracting(epoch -> epoch.learningRate())
                    .containsExactly(0.5, 0.5, 0.25, 0.125);
        }
    }

    @Test
    void timeEnds() throws IOException {
        try (var model = model("time_limit(\"1s\")")) {
            var history = model.fit(new Flowers(1000), FitOptions.NONE.withEpochs(1_000_000_000));
            assertThat(history.stopped()).isEqualTo("the time limit of 1s is reached");
        }
    }

    @Test
    void aMetricThatOnlyValidationHasNeedsValidation() throws IOException {
        try (var model = model("early_stopping(monitor: val_f1)")) {
            assertThatThrownBy(() -> model.fit(new Flowers(100), FitOptions.NONE.withValidationSplit(0)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("early_stopping monitors `val_f1`, which this run does not have: its metrics are"
                            + " loss, accuracy, f1; set validation_split, or pass validation data");
        }
    }

    @Test
    void twoOfOneNameAreRefused() throws IOException {
        try (var model = model("early_stopping(patience: 2), early_stopping(patience: 3)")) {
            assertThatThrownBy(() -> model.fit(new Flowers(100)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("there are two callbacks `early_stopping` in the fit block; remove one of them");
        }
    }

    @Test
    void everyOneOfTheCatalogHasItsNameThere() {
        assertThat(Catalog.CALLBACKS.rows().stream()
                        .map(Declaration::example)
                        .map(Callbacks::of)
                        .map(Callback::name)
                        .map(name -> name.replaceFirst("\\(.*", "")))
                .containsExactlyElementsOf(List.copyOf(Catalog.CALLBACKS.names()));
    }
}
