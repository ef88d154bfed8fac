package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.SampleGenerator;
import dev.updraft.data.Split;
import dev.updraft.report.Report;
import dev.updraft.training.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of target, from the file to the report; the samples are generated. */
class TargetKindsTest {
    private static final String PLACES = """
            model Places {
                input  image: float[4, 4, 1]
                target mask: class["dark", "bright", "light"][4, 4]
                network { image -> conv2d(8, kernel: 1, activation: relu) -> conv2d(3, kernel: 1) -> scores }
                loss      sparse_categorical_crossentropy(scores, mask)
                optimizer adam(learning_rate: 0.05)
                metrics   accuracy, f1
                fit { epochs: 12, batch_size: 16, seed: 1, validation_split: 0.2 }
            }
            """;
    private static final String LABELS = """
            model Weather {
                input  air: float[3]
                target weather: labels["rain", "snow", "wind"]
                network { air -> dense(8, activation: relu) -> dense(3) -> logits }
                loss      binary_crossentropy(logits, weather)
                optimizer adam(learning_rate: 0.05)
                metrics   accuracy, recall(per_class), roc_auc
                fit { epochs: 12, batch_size: 16, seed: 1 }
            }
            """;
    private static final String AUTOENCODER = """
            model Autoencoder {
                input image: float[3, 2, 1]
                network {
                    image  -> rescale(0.5) -> flatten -> pixels
                    pixels -> dense(6) -> picture
                }
                loss      mse(picture, pixels)
                optimizer adam(learning_rate: 0.05)
                metrics   mae
                fit { epochs: 30, batch_size: 16, seed: 1, validation_split: 0.2 }
            }
            """;
    private static final String NUMBERS = """
            model Numbers {
                input  x: float[2]
                target sums: float[2, 2]
                network { x -> dense(4) -> reshape((2, 2)) -> guess }
                loss      huber(guess, sums)
                optimizer adam(learning_rate: 0.05)
                metrics   mae, r2
                fit { epochs: 20, batch_size: 16, seed: 1 }
            }
            """;

    @TempDir
    private Path folder;

    private Model model(String text) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("kind.model"), text))
                .on(Device.cpu());
    }

    private static Dataset generated(Model model, SampleGenerator generator) {
        return Datasets.generate(model.dataSpec(), 200, 5, generator);
    }

    private void report(Model model, Dataset data) throws IOException {
        var history = model.fit(data);
        assertThat(history.epochs().getLast().loss())
                .isLessThan(history.epochs().getFirst().loss());
        var report = folder.resolve("report");
        Report.of(model)
                .trained(history, model.compiled().layers().fit())
                .evaluated("training", model.evaluate(data), data)
                .save(report);
        assertThat(report.resolve("index.html")).exists();
    }

    @Test
    void aClassAtEachPlace() throws IOException {
        try (var model = model(PLACES)) {
            var data = generated(model, (_, random, sample) -> {
                for (var i = 0; i < 16; i++) {
                    var value = random.nextFloat();
                    sample.input("image")[i] = value;
                    sample.classes("mask")[i] = (int) (value * 3);
                }
            });
            assertThat(model.compiled().layers().outputs().getFirst().problem())
                    .isEqualTo(new ProblemType.Classes(3, 16));
            report(model, data);

            var evaluation = model.evaluate(data);
            assertThat(evaluation.samples()).isEqualTo(200);
            assertThat(evaluation.metric("accuracy")).isGreaterThan(0.8);
            assertThat(evaluation.perClass().stream()
                            .mapToLong(score -> score.support())
                            .sum())
                    .isEqualTo(200 * 16);
            assertThat(model.predict(new float[16])).hasSize(48);
            // As a file of NumPy or an array has them; a wrong number names sample and place.
            var masks = new int[2][16];
            masks[1][3] = 7;
            var wrong = Datasets.arrays()
                    .input("image", new float[2][16])
                    .classes("mask", masks)
                    .build();
            assertThatThrownBy(() -> model.fit(wrong))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("sample 1", "at position 3", "class 7");
        }
    }

    @Test
    void labels() throws IOException {
        try (var model = model(LABELS)) {
            var data = generated(model, (_, random, sample) -> {
                for (var i = 0; i < 3; i++) {
                    sample.input("air")[i] = random.nextFloat();
                    sample.numbers("weather")[i] = sample.input("air")[i] > 0.5f ? 1 : 0;
                }
            });
            report(model, data);

            var evaluation = model.evaluate(data);
            assertThat(evaluation.metric("accuracy")).isGreaterThan(0.8);
            assertThat(evaluation.metrics()).containsKeys("recall[rain]", "recall[snow]", "recall[wind]");
            assertThat(model.classNames()).containsExactly("rain", "snow", "wind");
            var share = Datasets.arrays()
                    .input("air", new float[2][3])
                    .numbers("weather", new float[][] {{0, 1, 0}, {0, 0.7f, 1}})
                    .build();
            assertThatThrownBy(() -> model.fit(share))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("sample 1", "0.7", "`weather`", "0 or 1 is expected");
        }
    }

    @Test
    void labelsOfATableAreColumnsOfTheirNames() throws IOException {
        try (var model = model(LABELS)) {
            var csv = Files.writeString(folder.resolve("air.csv"), "snow,a,wind,b,rain,c\n1,0.1,0,0.2,1,0.3\n");
            var data = Datasets.open(csv.toString(), folder).read(Split.TRAIN, model.dataSpec(), Progress.NONE);
            assertThat(model.evaluate(data).target("weather").perClass())
                    .extracting("support")
                    .containsExactly(1L, 1L, 0L);

            var odd = Files.writeString(folder.resolve("odd.csv"), "snow,a,wind,b,rain,c\n1,0.1,0,0.2,0.5,0.3\n");
            assertThatThrownBy(() ->
                            Datasets.open(odd.toString(), folder).read(Split.TRAIN, model.dataSpec(), Progress.NONE))
                    .hasMessageContainingAll("odd.csv:2", "rain", "0.5 is neither 0 nor 1");
        }
    }

    @Test
    void aValueOfTheNetworkAsTarget() throws IOException {
        try (var model = model(AUTOENCODER)) {
            var data = generated(model, (_, random, sample) -> {
                for (var i = 0; i < 6; i++) {
                    sample.input("image")[i] = random.nextFloat();
                }
            });
            report(model, data);

            var evaluation = model.evaluate(data);
            assertThat(evaluation.metric("mae")).isLessThan(0.1);
            var picture = model.predict(new float[] {1, 0, 0, 0, 0, 1});
            assertThat(picture).containsExactly(new float[] {0.5f, 0, 0, 0, 0, 0.5f}, within(0.2f));
        }
    }

    @Test
    void numbersOfAnyShape() throws IOException {
        try (var model = model(NUMBERS)) {
            var data = generated(model, (_, random, sample) -> {
                var x = sample.input("x");
                x[0] = random.nextFloat();
                x[1] = random.nextFloat();
                var sums = sample.numbers("sums");
                sums[0] = x[0];
                sums[1] = x[0] + x[1];
                sums[2] = x[0] - x[1];
                sums[3] = 1;
            });
            report(model, data);
            assertThat(model.evaluate(data).metric("r2")).isGreaterThan(0.5);
        }
    }

    @Test
    void batchesOfOnesOwnTrainLikeTheLoop() throws IOException {
        float[] expected;
        var text = NUMBERS.replace("epochs: 20", "epochs: 1, shuffle: false");
        SampleGenerator generator = (index, _, sample) -> {
            sample.input("x")[0] = index;
            sample.numbers("sums")[3] = index * 2;
        };
        try (var model = model(text)) {
            model.fit(Datasets.generate(model.dataSpec(), 16, 1, generator));
            expected = model.predict(new float[] {1, 2});
        }
        try (var model = model(text)) {
            var batch = Datasets.generate(model.dataSpec(), 16, 1, generator);
            var before = model.evaluateOnBatch(batch);
            var during = model.trainOnBatch(batch);
            assertThat(during.loss()).isCloseTo(before.loss(), within(1e-6));
            assertThat(model.predict(new float[] {1, 2})).isEqualTo(expected);
            assertThat(model.trainOnBatch(batch).loss()).isLessThan(during.loss());
        }
        try (var model = model(PLACES.replace("optimizer adam(learning_rate: 0.05)", ""))) {
            assertThatThrownBy(() -> model.trainOnBatch(Datasets.generate(model.dataSpec(), 2, 1, (_, _, _) -> {})))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("no optimizer");
        }
    }

    @Test
    void generatedSamplesAreTheSameEachTimeAndSayWhatIsWrong() throws IOException {
        try (var model = model(NUMBERS)) {
            var spec = model.dataSpec();
            SampleGenerator generator = (_, random, sample) -> sample.input("x")[0] = random.nextFloat();
            var data = Datasets.generate(spec, 5, 3, generator);
            assertThat(model.predict(data)).usingRecursiveComparison().isEqualTo(model.predict(data));
            assertThat(model.predict(data)).extracting(values -> values[0]).doesNotHaveDuplicates();
            assertThatThrownBy(() -> Datasets.generate(spec, 0, 3, generator)).hasMessageContaining("at least 1");
            var misspelt = Datasets.generate(spec, 2, 3, (_, _, sample) -> sample.input("y")[0] = 1);
            assertThatThrownBy(() -> model.predict(misspelt)).hasMessageContaining("no input `y`; it has x");
            var classes = Datasets.generate(spec, 2, 3, (_, _, sample) -> sample.classes("sums")[0] = 1);
            assertThatThrownBy(() -> model.predict(classes))
                    .hasMessageContaining("has numbers: fill numbers(\"sums\")");
        }
    }
}
