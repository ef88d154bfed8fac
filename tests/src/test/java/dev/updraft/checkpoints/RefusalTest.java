package dev.updraft.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.updraft.Device;
import dev.updraft.Flowers;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What cannot be gone on from, and where cannot be saved, is refused in words. */
class RefusalTest extends CheckpointedTraining {
    @Test
    void anotherModelOtherDataAndOtherSettingsAreRefusedWithTheDifference() throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving());
        }
        refused(
                TrainingToKill.MODEL.replace("int = 8", "int = 9"),
                DATA,
                "the model is different",
                "units: 9",
                "units: 8");
        refused(TrainingToKill.MODEL.replace("0.9", "0.8"), DATA, "the model is different");
        refused(TrainingToKill.MODEL, new Flowers(144), "the training data differs");
        refused(TrainingToKill.MODEL.replace("batch_size: 16", "batch_size: 8"), DATA, "batch_size is 8, but was 16");
        refused(
                TrainingToKill.MODEL.replace("validation_split: 0.2", "shuffle: true"),
                DATA,
                "there is no validation data");
    }

    @Test
    void anotherPrecisionIsRefused() throws IOException {
        try (var model = model(TrainingToKill.MODEL, Device.reference(), 1)) {
            model.fit(DATA, saving());
        }
        var bf16 = TrainingToKill.MODEL.replace("batch_size: 16", "batch_size: 16, precision: bf16");
        try (var model = model(bf16, Device.reference(), 1)) {
            assertThatThrownBy(() -> model.fit(DATA, resuming()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("cannot resume from it:\n  precision is bf16, but was float32\n");
        }
    }

    /** It changes memory and no result: whoever runs out of memory goes on with it. */
    @Test
    void aRunGoesOnWithRecompute() throws IOException {
        try (var model = model(TrainingToKill.MODEL, Device.reference(), 1)) {
            model.fit(DATA, saving());
        }
        var recompute = TrainingToKill.MODEL.replace("batch_size: 16", "batch_size: 16, recompute: true");
        try (var model = model(recompute, Device.reference(), 1)) {
            model.fit(DATA, resuming());
        }
    }

    private void refused(String text, Flowers data, String... words) throws IOException {
        try (var model = model(text, Device.cpu(), 1)) {
            assertThatThrownBy(() -> model.fit(data, resuming()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll(words);
        }
    }

    @Test
    void aNewRunDoesNotMixWithAnother() throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving());
            assertThatThrownBy(() -> model.fit(DATA, saving()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("contains the checkpoints of another training");
        }
    }

    @Test
    void anEmptyFolderHasNothingToResume() throws IOException {
        try (var model = model()) {
            assertThatThrownBy(() -> model.fit(DATA, resuming())).hasMessageContaining("there is no such folder");
            Files.createDirectory(checkpoints());
            assertThatThrownBy(() -> model.fit(DATA, resuming())).hasMessageContaining("contains no checkpoint");
        }
    }

    @Test
    void twoTrainingsCannotUseOneFolder() throws IOException {
        var inner = new ArrayList<Throwable>();
        try (var model = model();
                var other = model()) {
            model.fit(DATA, saving(), event -> {
                if (event instanceof TrainingEvent.EpochStarted && inner.isEmpty()) {
                    inner.add(catchThrowable(() -> other.fit(DATA, resuming())));
                }
            });
        }
        assertThat(inner)
                .singleElement()
                .isInstanceOf(CheckpointException.class)
                .asString()
                .contains("another training in this process");
    }

    @Test
    void aPlaceThatCannotBeAFolderIsAnErrorInWords() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        try (var model = model()) {
            var options = FitOptions.NONE.withCheckpoints(Checkpoints.in(folder.resolve("file/checkpoints")));
            assertThatThrownBy(() -> model.fit(DATA, options))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("cannot be used for checkpoints");
        }
    }
}
