package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.layers.StepSettings;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.data.TrainValidationSplit;
import dev.updraft.engine.Engine;
import dev.updraft.training.Callback;
import dev.updraft.training.FitOptions;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples that do not count the same, from arrays and files, as their user sees them. */
class SampleWeightsTest {
    private static final int SAMPLES = 24;
    private static final float[][] POINTS = new float[SAMPLES][];
    private static final int[] KINDS = new int[SAMPLES];
    /** 0 to 3. */
    private static final float[] WEIGHTS = new float[SAMPLES];

    static {
        for (var i = 0; i < SAMPLES; i++) {
            POINTS[i] = new float[] {Flowers.value(i, 0), Flowers.value(i, 1)};
            KINDS[i] = Flowers.kind(i);
            WEIGHTS[i] = (i * 5 + 1) % 4;
        }
    }

    @TempDir
    private Path folder;

    private CompiledModel compiled(String fit) throws IOException {
        var text = Flowers.MODEL.formatted("sgd(learning_rate: 0.5)").replace("seed: 7", "seed: 7" + fit);
        return Updraft.compile(Files.writeString(folder.resolve("flowers.model"), text));
    }

    private static Dataset plain() {
        return Datasets.of(POINTS, KINDS);
    }

    private static Dataset weighted() {
        return plain().weighted(WEIGHTS);
    }

    /** Every sample as often as its weight says. */
    private static Dataset repeated() {
        var order = IntStream.range(0, SAMPLES)
                .flatMap(i -> IntStream.generate(() -> i).limit((long) WEIGHTS[i]))
                .toArray();
        return Datasets.of(
                Arrays.stream(order).mapToObj(i -> POINTS[i]).toArray(float[][]::new),
                Arrays.stream(order).map(i -> KINDS[i]).toArray());
    }

    private static double sum() {
        return IntStream.range(0, SAMPLES).mapToDouble(i -> WEIGHTS[i]).sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void aSampleOfTwiceTheWeightIsTwoSamples(String device) throws IOException {
        try (var model = compiled("").on(Device.parse(device));
                var other = compiled("").on(Device.parse(device))) {
            var found = model.evaluate(weighted());
            var expected = other.evaluate(repeated());

            assertThat(found.metric("accuracy")).isCloseTo(expected.metric("accuracy"), within(1e-12));
            assertThat(found.metric("f1")).isCloseTo(expected.metric("f1"), within(1e-12));
            assertThat(found.samples()).isEqualTo(SAMPLES);
            // The sum is divided by the number of samples, as in Keras.
            assertThat(found.loss() * SAMPLES).isCloseTo(expected.loss() * sum(), within(1e-4));

            var repeatedStep = other.trainOnBatch(repeated());
            var step = model.trainOnBatch(weighted());
            assertThat(step.loss() * SAMPLES).isCloseTo(repeatedStep.loss() * sum(), within(1e-4));
        }
    }

    @Test
    void aStepFollowsTheWeightedGradient() throws IOException {
        // Weights whose mean is 1 make the step that of the samples repeated.
        var scaled = new float[SAMPLES];
        for (var i = 0; i < SAMPLES; i++) {
            scaled[i] = (float) (WEIGHTS[i] * SAMPLES / sum());
        }
        try (var model = compiled("").on(Device.cpu());
                var other = compiled("").on(Device.cpu())) {
            model.trainOnBatch(plain().weighted(scaled));
            other.trainOnBatch(repeated());

            for (var i = 0; i < SAMPLES; i++) {
                assertThat(model.predict(POINTS[i])).containsExactly(other.predict(POINTS[i]), within(1e-5f));
            }
        }
    }

    @Test
    void weightsOfOneAreNoWeights() throws IOException {
        var ones = new float[SAMPLES];
        Arrays.fill(ones, 1);
        try (var model = compiled("").on(Device.cpu());
                var other = compiled("").on(Device.cpu())) {
            var history = model.fit(plain().weighted(ones));
            var expected = other.fit(plain());

            assertThat(history.epochs().getLast().loss())
                    .isEqualTo(expected.epochs().getLast().loss());
            assertThat(model.predict(plain())).usingRecursiveComparison().isEqualTo(other.predict(plain()));
        }
    }

    @Test
    void trainingGoesOnWithWeightsWhereItWasWithout() throws IOException {
        try (var model = compiled("").on(Device.cpu())) {
            model.fit(plain());
            var before = model.predict(POINTS[3]);
            var again = model.evaluate(weighted());
            assertThat(model.predict(POINTS[3])).isEqualTo(before);
            assertThat(again.loss()).isPositive();

            var history = model.fit(plain(), FitOptions.NONE.withValidation(weighted()));
            assertThat(history.epochs().getFirst().number()).isEqualTo(4);
        }
    }

    /** What a callback has made of the learning rate stays, as it does where nothing is weighed. */
    @Test
    void theLearningRateStaysWhatACallbackHasMadeOfIt() throws IOException {
        var ones = new float[SAMPLES];
        Arrays.fill(ones, 1);
        var halving = FitOptions.NONE.withCallbacks(new Callback() {
            @Override
            public String name() {
                return "halving";
            }

            @Override
            public void finished(Training training) {
                training.learningRateFactor(0.5);
            }
        });
        try (var model = compiled("").on(Device.cpu());
                var other = compiled("").on(Device.cpu())) {
            for (var each : List.of(model, other)) {
                each.fit(plain(), halving);
            }
            model.fit(plain().weighted(ones));
            other.fit(plain());

            assertThat(model.predict(plain())).usingRecursiveComparison().isEqualTo(other.predict(plain()));
        }
    }

    @Test
    void weightsThatMakeStepsLargeAreSpokenOf() throws IOException {
        var large = new float[SAMPLES];
        Arrays.fill(large, 0, SAMPLES / 2, 50);
        var notices = new ArrayList<String>();
        try (var model = compiled("").on(Device.cpu())) {
            model.fit(plain().weighted(large), FitOptions.NONE.withEpochs(1), event -> {
                if (event instanceof TrainingEvent.Notice(var text)) {
                    notices.add(text);
                }
            });
        }

        assertThat(notices).singleElement().asString().startsWith("The sample weights have a mean of 25.0, ");
    }

    @Test
    void classesAndSamplesAreWeighedTogether() throws IOException {
        var step = StepSettings.PLAIN.withClassWeight(new ClassWeight.Given(List.of(1.0, 3.0, 0.5)));
        var both = new float[SAMPLES];
        for (var i = 0; i < SAMPLES; i++) {
            both[i] = WEIGHTS[i] * List.of(1f, 3f, 0.5f).get(KINDS[i]);
        }
        try (var model = compiled("").with(step).on(Device.cpu());
                var other = compiled("").on(Device.cpu())) {
            assertThat(model.trainOnBatch(weighted()).loss())
                    .isCloseTo(other.trainOnBatch(plain().weighted(both)).loss(), within(1e-5));
            assertThat(model.predict(POINTS[5])).containsExactly(other.predict(POINTS[5]), within(1e-5f));
        }
    }

    @Test
    void splitsAndFoldsKeepTheWeights() throws IOException {
        var split = TrainValidationSplit.of(weighted(), 0.25, 7);
        for (var part : List.of(split.train(), split.validation())) {
            for (var i = 0; i < part.size(); i++) {
                var sample = Integer.parseInt(part.sampleName(i).substring(1)) - 1;
                assertThat(part.weight(i)).isEqualTo(WEIGHTS[sample]);
            }
        }
        var compiled = compiled(", sample_weight: \"w\"");
        var folds = compiled.crossValidate(weighted(), 3, Device.cpu(), new Engine.Options(1, 7), FitOptions.NONE);
        assertThat(folds.folds()).hasSize(3);
        try (var model = compiled.on(Device.cpu())) {
            assertThat(model.fit(weighted(), FitOptions.NONE.withValidationSplit(0.25))
                            .epochs()
                            .getLast()
                            .metrics())
                    .isNotEmpty();
        }
    }

    @Test
    void aColumnOfTheTableGivesThem() throws IOException {
        var rows = IntStream.range(0, SAMPLES)
                .mapToObj(i -> POINTS[i][0] + "," + WEIGHTS[i] + "," + POINTS[i][1] + "," + KINDS[i])
                .collect(Collectors.joining("\n", "a,w,b,kind\n", "\n"));
        var file = Files.writeString(folder.resolve("flowers.csv"), rows);
        var compiled = compiled(", sample_weight: \"w\"");
        try (var model = compiled.on(Device.cpu());
                var other = compiled("").on(Device.cpu())) {
            var read = Datasets.open(file.toString(), folder);
            var table = read.read(Split.TRAIN, model.dataSpec(), Progress.NONE);

            assertThat(table.isWeighted()).isTrue();
            assertThat(model.evaluate(table)).usingRecursiveComparison().isEqualTo(other.evaluate(weighted()));
            // The column is no input where one predicts, either.
            assertThat(model.predict(read.read(Split.TEST, DataSpec.ofInputs(compiled.layers()), Progress.NONE)))
                    .hasSize(SAMPLES);
        }
    }

    @Test
    void aRunIsResumedWithTheSameBytes() throws IOException {
        var options = FitOptions.NONE.withEpochs(4);
        try (var whole = compiled("").on(Device.cpu());
                var cut = compiled("").on(Device.cpu());
                var resumed = compiled("").on(Device.cpu())) {
            whole.fit(weighted(), options);
            var checkpoints = Checkpoints.in(folder.resolve("run"));
            assertThatThrownBy(() -> cut.fit(weighted(), options.withCheckpoints(checkpoints), event -> {
                        if (event instanceof TrainingEvent.EpochFinished finished
                                && finished.epoch().number() == 2) {
                            throw new CancellationException("enough");
                        }
                    }))
                    .isInstanceOf(CancellationException.class);
            resumed.fit(weighted(), options.withCheckpoints(Checkpoints.resume(folder.resolve("run"))));
            whole.save(folder.resolve("whole.safetensors"));
            resumed.save(folder.resolve("resumed.safetensors"));

            assertThat(folder.resolve("resumed.safetensors"))
                    .hasSameBinaryContentAs(folder.resolve("whole.safetensors"));
        }
    }

    @Test
    void weightsThatAreNoneAreRefused() throws IOException {
        assertThatThrownBy(() -> plain().weighted(new float[] {1, 2}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("24 samples, but there are 2 weights; pass one for each sample");
        var negative = WEIGHTS.clone();
        negative[2] = -1;
        assertThatThrownBy(() -> plain().weighted(negative))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "the weight of sample #3 is -1.0, where a finite number of at least 0 is expected");
        negative[2] = Float.NaN;
        assertThatThrownBy(() -> plain().weighted(negative)).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> plain().weighted(new float[SAMPLES]))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("all weights are 0");
        try (var model = compiled(", sample_weight: \"w\"").on(Device.cpu())) {
            assertThatThrownBy(() -> model.fit(plain()))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("it has no sample weights, which model Flowers takes from `w`");
        }
    }

    @Test
    void mistakesInATableAreNamedByTheirCell() throws IOException {
        var compiled = compiled(", sample_weight: \"w\"");
        var spec = DataSpec.of(compiled.layers());
        var below = Files.writeString(folder.resolve("below.csv"), "a,b,w,kind\n1,2,-3,0\n");
        assertThatThrownBy(() -> Datasets.open(below.toString(), folder).read(Split.TRAIN, spec, Progress.NONE))
                .isInstanceOf(DataException.class)
                .hasMessage(below + ":2: column w: -3 is below 0, where the weight of a sample is expected;"
                        + " correct the cell");
        var missing = Files.writeString(folder.resolve("missing.csv"), "a,b,kind\n1,2,0\n");
        assertThatThrownBy(() -> Datasets.open(missing.toString(), folder).read(Split.TRAIN, spec, Progress.NONE))
                .isInstanceOf(DataException.class)
                .hasMessage(missing + ": has no column 'w' as set by sample_weight; its columns are a, b, kind;"
                        + " correct sample_weight, or remove it");
    }

    @Test
    void aListenerCannotWeighWhatIsBeingTrainedWithout() throws IOException {
        try (var model = compiled("").on(Device.cpu())) {
            assertThatThrownBy(() -> model.fit(plain(), FitOptions.NONE, _ -> model.evaluate(weighted())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("evaluate with weights of samples was called by a listener or callback");
        }
    }
}
