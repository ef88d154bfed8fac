package dev.updraft.training.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.checkpoints.CheckpointException;
import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import dev.updraft.training.TrainingListener;
import dev.updraft.training.callbacks.EarlyStopping;
import dev.updraft.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that grow trees: what they begin with, how they end, and what is said of them. */
class TreeRunTest {
    @TempDir
    private Path folder;

    private Model model(String text, Device device, int threads) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(device, new Engine.Options(threads, 3));
    }

    private Model model(String text) throws IOException {
        return model(text, Device.cpu(), 2);
    }

    @Test
    void aStoppedRunEndsAsOneThatNeverWas() throws IOException {
        var text = TreeModels.TABLE.formatted("boosted_trees(trees: 9, subsample: 0.8)");
        var checkpoints = folder.resolve("checkpoints");
        try (var model = model(text)) {
            var saving = FitOptions.NONE
                    .withCheckpoints(Checkpoints.in(checkpoints).every(Duration.ZERO))
                    .withValidation(TreeModels.table(100));
            assertThatThrownBy(() -> model.fit(TreeModels.table(TreeModels.ROWS), saving, event -> {
                        if (event instanceof TrainingEvent.EpochStarted started && started.epoch() == 5) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        byte[] resumed;
        try (var model = model(text, Device.cpu(), 3)) {
            var history = model.fit(
                    TreeModels.table(TreeModels.ROWS),
                    FitOptions.NONE
                            .withCheckpoints(Checkpoints.resume(checkpoints))
                            .withValidation(TreeModels.table(100)));
            assertThat(history.epochs()).hasSize(9);
            model.save(folder.resolve("resumed.safetensors"));
            resumed = Files.readAllBytes(folder.resolve("resumed.safetensors"));
        }
        try (var model = model(text)) {
            model.fit(TreeModels.table(TreeModels.ROWS), FitOptions.NONE.withValidation(TreeModels.table(100)));
            model.save(folder.resolve("whole.safetensors"));
            assertThat(resumed).isEqualTo(Files.readAllBytes(folder.resolve("whole.safetensors")));
        }
    }

    @Test
    void earlyStoppingGoesBackToTheBestTree() throws IOException {
        var text = TreeModels.TABLE.formatted("boosted_trees(trees: 200, learning_rate: 0.5)")
                .replace("seed: 3", "seed: 3, callbacks: [early_stopping(patience: 4)]");
        try (var model = model(text)) {
            var validation = TreeModels.table(80, 6, 2);
            var history = model.fit(TreeModels.table(200, 5, 2), FitOptions.NONE.withValidation(validation));
            assertThat(history.epochs().size()).isLessThan(200);
            var best = history.epochs().stream()
                    .mapToDouble(epoch -> epoch.validationLoss())
                    .min()
                    .orElseThrow();
            assertThat(model.evaluate(validation).loss()).isCloseTo(best, within(1e-6));
            model.save(folder.resolve("trees.safetensors"));
            try (var file = SafetensorsFile.open(folder.resolve("trees.safetensors"))) {
                var roots = file.tensors().stream()
                        .filter(tensor -> tensor.name().equals("boosted_trees/roots"))
                        .findFirst()
                        .orElseThrow();
                assertThat(roots.dims()).containsExactly(history.epochs().size() - 4L);
            }
        }
    }

    @Test
    void earlyStoppingNeedsValidationData() throws IOException {
        var text = TreeModels.TABLE.formatted("boosted_trees(trees: 20)")
                .replace("seed: 3", "seed: 3, callbacks: [early_stopping(patience: 4)]");
        try (var model = model(text)) {
            assertThatThrownBy(() -> model.fit(TreeModels.table(60)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "early_stopping needs validation data, as the loss of what trees have seen only falls: add"
                                    + " validation_split: 0.2 to the fit block or give validation data, or remove early_stopping");
        }
    }

    @Test
    void earlyStoppingFromElsewhereNeedsItToo() throws IOException {
        try (var model = model(TreeModels.TABLE.formatted("random_forest(trees: 20)"))) {
            assertThatThrownBy(() -> model.fit(
                            TreeModels.table(60), FitOptions.NONE.withCallbacks(new EarlyStopping("loss", 4))))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageStartingWith("early_stopping needs validation data, ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    boosted_trees(trees: 9, min_samples_leaf: 31) | The tree asks nothing, so that all predictions are the same: min_samples_leaf: 31 cannot split 60 samples; set at most 30, or train with more
                    random_forest(trees: 9, min_samples_leaf: 50) | None of the 9 trees asks anything, so that all predictions are the same: min_samples_leaf: 50 cannot split 60 samples; set at most 30, or train with more
                    boosted_trees(trees: 2, subsample: 0.1, min_samples_leaf: 5) | None of the 2 trees asks anything, so that all predictions are the same: min_samples_leaf: 5 cannot split 6 samples; set at most 3, or train with more
                    decision_tree(gamma: 1e9) | The tree asks nothing, so that all predictions are the same: no split makes the loss smaller; the targets may be all the same or have nothing to do with the features, or the settings of the layer forbid it: min_samples_leaf, min_child_weight, gamma
                    """)
    void treesThatAskNothingSayWhy(String trees, String notice) throws IOException {
        var notices = new ArrayList<String>();
        try (var model = model(TreeModels.TABLE.formatted(trees))) {
            model.fit(TreeModels.table(60), FitOptions.NONE, hearing(notices));
        }
        assertThat(notices).containsExactly(notice);
    }

    @Test
    void featuresThatAreAllTheSameSaySo() throws IOException {
        var notices = new ArrayList<String>();
        var x = new float[50][2];
        var y = new float[50];
        for (var i = 0; i < x.length; i++) {
            x[i] = new float[] {3, -1};
            y[i] = i;
        }
        try (var model = model(TreeModels.numbers("number", "mse(out, y)", "extra_trees(trees: 3)"))) {
            model.fit(Datasets.of(x, y), FitOptions.NONE, hearing(notices));
        }
        assertThat(notices)
                .containsExactly("None of the 3 trees asks anything, so that all predictions are the same: each of"
                        + " their features has the same value in all samples; give them other columns");
    }

    @Test
    void aRunThatGoesOnEndsWithItsLastTree() throws IOException {
        var notices = new ArrayList<String>();
        try (var model = model(TreeModels.TABLE.formatted("boosted_trees(trees: 5)"))) {
            var data = TreeModels.table(100);
            assertThat(model.fit(data, FitOptions.NONE.withEpochs(2)).stopped()).isNull();
            var history = model.fit(data, FitOptions.NONE, hearing(notices));
            assertThat(history.epochs()).hasSize(3);
            assertThat(history.stopped()).isNull();
        }
        assertThat(notices).containsExactly("Model Table has 2 of its 5 trees: 3 more can be grown");
    }

    @Test
    void aResumedRunThatIsCompleteSaysHowToGoOn() throws IOException {
        var checkpoints = folder.resolve("checkpoints");
        var text = TreeModels.TABLE.formatted("boosted_trees(trees: 5)");
        var data = TreeModels.table(100);
        try (var model = model(text)) {
            model.fit(data, FitOptions.NONE.withEpochs(2).withCheckpoints(Checkpoints.in(checkpoints)));
        }
        var resuming = FitOptions.NONE.withCheckpoints(Checkpoints.resume(checkpoints));
        var notices = new ArrayList<String>();
        try (var model = model(text)) {
            assertThat(model.fit(data, resuming, hearing(notices)).epochs()).hasSize(2);
        }
        assertThat(notices)
                .containsExactly(checkpoints.resolve("step-2-epoch-2") + " has all 2 epochs of its training: pass"
                        + " --epochs 5 (in Java: FitOptions.withEpochs) to train until there are 5");
        notices.clear();
        try (var model = model(text)) {
            assertThat(model.fit(data, resuming.withEpochs(5), hearing(notices)).epochs())
                    .hasSize(5);
        }
        assertThat(notices)
                .containsExactly("Resuming from " + checkpoints.resolve("step-2-epoch-2") + ": epoch 3, after step 2");
        notices.clear();
        try (var model = model(text)) {
            model.fit(data, resuming, hearing(notices));
        }
        assertThat(notices)
                .containsExactly(checkpoints.resolve("step-5-epoch-5") + " has all 5 epochs of its training: there can"
                        + " be no more; another training can begin with its weights, by --weights");
    }

    @Test
    void anEditedSettingIsNamedAsTheLanguageDoes() throws IOException {
        var checkpoints = folder.resolve("checkpoints");
        var data = TreeModels.table(100);
        try (var model = model(TreeModels.TABLE.formatted("boosted_trees(trees: 3)"))) {
            model.fit(data, FitOptions.NONE.withCheckpoints(Checkpoints.in(checkpoints)));
        }
        try (var model = model(TreeModels.TABLE.formatted("boosted_trees(trees: 4, gamma: 0.5)"))) {
            assertThatThrownBy(() -> model.fit(data, FitOptions.NONE.withCheckpoints(Checkpoints.resume(checkpoints))))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessage("%s: belongs to another training, so this one cannot resume from it:\n"
                                    .formatted(checkpoints.resolve("step-3-epoch-3"))
                            + "  `boosted_trees`: trees is 4, but was 3\n"
                            + "  `boosted_trees`: gamma is 0.5, but was 0\n"
                            + "  undo the change, or begin another training in another folder");
        }
    }

    private static TrainingListener hearing(List<String> notices) {
        return event -> {
            if (event instanceof TrainingEvent.Notice(var text)) {
                notices.add(text);
            }
        };
    }

    @Test
    void whatTreesHaveNoUseForIsRefused() throws IOException {
        try (var model = model(TreeModels.TABLE.formatted("boosted_trees(trees: 3)"))) {
            var data = TreeModels.table(60);
            assertThatThrownBy(() -> model.fit(data, FitOptions.NONE.withEpochs(4)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "an epoch grows a tree, and model Table has 3 at most: 4 epochs are more; set trees: 4");
            assertThatThrownBy(() -> model.fit(data, FitOptions.NONE.withBatchSize(32)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "a batch size of 32 means nothing to trees, each of which sees all samples: leave it out");
            assertThatThrownBy(() -> model.trainOnBatch(data))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("trainOnBatch is not for trees, each of which sees the whole data: call fit");
            model.fit(data, FitOptions.NONE.withEpochs(2));
            assertThat(model.fit(data).epochs()).hasSize(1);
            assertThatThrownBy(() -> model.fit(data))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("model Table has all its 3 trees: set more, as in trees: 6, or train a new model");
        }
    }
}
