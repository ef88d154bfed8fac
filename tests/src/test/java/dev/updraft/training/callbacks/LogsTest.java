package dev.updraft.training.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.disk.FaultyDisk;
import dev.updraft.training.Callback;
import dev.updraft.training.TrainingException;
import dev.updraft.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What CSV and JSON logs hold. */
class LogsTest {
    @TempDir
    private Path folder;

    @Test
    void csvHasALineAnEpoch() throws IOException {
        var file = folder.resolve("log.csv");
        new ScriptedTraining().run(new CsvLog(file), 3, Double.NaN);
        assertThat(file).hasContent("""
                epoch,loss,accuracy,val_loss,val_accuracy,learning_rate,seconds
                1,1.0,0.5,3.0,-3.0,0.5,1.0
                2,1.0,0.5,NaN,NaN,0.5,1.0
                """);
    }

    @Test
    void jsonHasALineAnEpoch() throws IOException {
        var file = folder.resolve("log.jsonl");
        new ScriptedTraining().run(new JsonLog(file), 3, Double.NaN);
        assertThat(file).hasContent("""
                {"epoch":1,"loss":1.0,"accuracy":0.5,"val_loss":3.0,"val_accuracy":-3.0,"learning_rate":0.5,"seconds":1.0}
                {"epoch":2,"loss":1.0,"accuracy":0.5,"val_loss":null,"val_accuracy":null,"learning_rate":0.5,"seconds":1.0}
                """);
    }

    @Test
    void anotherRunReplacesThem() throws IOException {
        var file = folder.resolve("log.csv");
        new ScriptedTraining().run(new CsvLog(file), 3, 2, 1);
        new ScriptedTraining().run(new CsvLog(file), 9);
        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().contains(",9.0,");
    }

    @Test
    void aResumedLogHasNoRowTwice() throws IOException {
        for (Function<Path, Callback> kind : List.<Function<Path, Callback>>of(CsvLog::new, JsonLog::new)) {
            var whole = folder.resolve("whole");
            new ScriptedTraining().run(kind.apply(whole), 5, 4, 3);

            var file = folder.resolve("resumed");
            var training = new ScriptedTraining();
            var first = kind.apply(file);
            var second = kind.apply(file);
            first.started(training);
            training.go(first, 5);
            second.started(training);
            ScriptedTraining.copyState(first, second);
            // After the checkpoint came an epoch that the resumed run does again.
            first.epochFinished(training, training.history().epochs().getFirst());
            training.go(second, 4, 3);
            assertThat(file).hasSameTextualContentAs(whole);
            Files.delete(file);
            Files.delete(whole);
        }
    }

    /** The second row does not fit, nor does the third; then there is room. */
    @Test
    void onAFullDiskRowsWaitUntilThereIsRoom() throws IOException {
        for (Function<Path, Callback> kind : List.<Function<Path, Callback>>of(CsvLog::new, JsonLog::new)) {
            var whole = folder.resolve("whole");
            new ScriptedTraining().run(kind.apply(whole), 5, 4, 3, 2);
            var rows = Files.readAllLines(whole);

            var disk = new FaultyDisk();
            var file = folder.resolve("waiting");
            var training = new ScriptedTraining();
            var log = kind.apply(disk.of(file));
            log.started(training);
            training.go(log, 5);
            var first = Files.readString(file);
            disk.room = 7;
            training.go(log, 4, 3);
            assertThat(file).hasContent(first);
            assertThat(training.notices()).singleElement().asString().contains(file + ": No space left on device");
            var resumed = kind.apply(disk.of(file));
            resumed.started(training);
            ScriptedTraining.copyState(log, resumed);
            disk.room = Long.MAX_VALUE;
            training.go(resumed, 2);
            resumed.finished(training);
            assertThat(Files.readAllLines(file)).isEqualTo(rows);
            Files.delete(file);
            Files.delete(whole);
        }
    }

    @Test
    void aRowOfAnySizeIsWrittenAndWhatNoLongerWaitsIsTold() throws IOException {
        var disk = new FaultyDisk();
        var file = folder.resolve("large");
        var training = new ScriptedTraining();
        var log = new LogFile("csv_log", disk.of(file));
        var row = new byte[(1 << 20) + 1];
        log.append(training, row);
        assertThat(file).hasSize(row.length);
        assertThat(training.notices()).isEmpty();

        disk.room = 0;
        for (var i = 0; i < 3; i++) {
            log.append(training, row);
        }
        assertThat(training.notices()).hasSize(2);
        assertThat(training.notices().getLast()).contains("csv_log", file.toString(), "be incomplete");
        disk.room = Long.MAX_VALUE;
        log.finish(training);
        assertThat(file).hasSize(2L * row.length);
    }

    @Test
    void aModelThatCannotBeSavedIsToldAndTrainingGoesOn() {
        var nowhere = folder.resolve("later/best.safetensors");
        var training = new ScriptedTraining().failing(new WeightsException(nowhere, "cannot be written: full"));
        var saving = new SaveBest(folder.resolve("best.safetensors"));
        training.run(saving, 3, 2);
        assertThat(training.notices())
                .containsExactly(
                        "save_best has not saved the model of epoch 1: " + nowhere
                                + ": cannot be written: full; training continues",
                        "save_best has not saved the model of epoch 2: " + nowhere
                                + ": cannot be written: full; training continues",
                        folder.resolve("best.safetensors")
                                + " could not be updated with the best weights: val_loss best 2.0000 in epoch 2");
    }

    @Test
    void noOtherFileIsWrittenOver() throws IOException {
        var file = Files.writeString(folder.resolve("iris.csv"), "sepal,petal\n");
        assertThatThrownBy(() -> new CsvLog(file).started(new ScriptedTraining()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("does not overwrite " + file);
        assertThat(file).hasContent("sepal,petal\n");
    }

    @Test
    void whatCannotBeWrittenIsSeenBeforeTheFirstStep() {
        var nowhere = folder.resolve("no/such/folder/file");
        for (var callback : List.of(
                new CsvLog(nowhere), new JsonLog(nowhere), new SaveBest(nowhere), SaveEvery.epochs(1, nowhere))) {
            assertThatThrownBy(() -> callback.started(new ScriptedTraining()))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("does not exist; choose another file");
        }
        assertThatThrownBy(() -> new CsvLog(folder).started(new ScriptedTraining()))
                .hasMessageContaining("is a folder");
    }

    @Test
    void theBestModelIsSaved() throws IOException {
        var file = folder.resolve("best.safetensors");
        var training = new ScriptedTraining().run(new SaveBest(file), 5, 6, 4, 4, 7);
        assertThat(file).hasContent("3");
        assertThat(training.saved()).hasSize(2);
        assertThat(training.notices()).containsExactly(file + " has the best weights: val_loss best 4.0000 in epoch 3");
    }

    @Test
    void everySecondModelIsSaved() {
        new ScriptedTraining().run(SaveEvery.epochs(2, folder.resolve("net-{epoch}.safetensors")), 5, 6, 4, 4, 7);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("net-2.safetensors", "net-4.safetensors");
    }
}
