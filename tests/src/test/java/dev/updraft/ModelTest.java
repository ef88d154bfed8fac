package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.program.Program;
import dev.updraft.data.DataException;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.spi.Session;
import dev.updraft.training.FitOptions;
import dev.updraft.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {
    private static final Flowers DATA = new Flowers(100);

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void writeModel() throws IOException {
        file = write("flowers.model", Flowers.MODEL.formatted("adam(learning_rate: 0.05)"));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Model open() {
        return Updraft.compile(file).on(Device.reference());
    }

    private static List<float[]> samples(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new float[] {Flowers.value(i, 0), Flowers.value(i, 1)})
                .toList();
    }

    private byte[] saved(Model model) throws IOException {
        var weights = folder.resolve("compared.safetensors");
        model.save(weights);
        return Files.readAllBytes(weights);
    }

    /** An engine on a machine without memory. */
    private record Full(String name, String description) implements Engine {
        @Override
        public Session open(Program program, Options options) {
            throw new OutOfMemoryError("Unable to allocate 99 bytes");
        }
    }

    @Test
    void aModelThatIsTooLargeForTheMemoryIsSaidToBe() {
        var compiled = Updraft.compile(file);
        assertThatThrownBy(() -> new Model(compiled, new Full("full", "full"), new Engine.Options(1, 7)))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("not enough memory", "Unable to allocate 99 bytes", "use smaller layers");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 1_000, Integer.MAX_VALUE})
    void noMoreThreadsComputeThanThereAreProcessors(int threads) {
        var compiled = Updraft.compile(Path.of("../examples/iris/iris.model"));
        var before = Thread.getAllStackTraces().size();
        try (var model = compiled.on(Device.cpu(), new Engine.Options(threads, 7))) {
            var processors = Runtime.getRuntime().availableProcessors();
            assertThat(model.threads()).isEqualTo(Math.min(threads, processors));
            assertThat(Thread.getAllStackTraces().size() - before).isLessThan(processors + 8);
        }
    }

    @Test
    void trainingLearns() {
        try (var model = open()) {
            var history = model.fit(DATA, FitOptions.NONE.withEpochs(60));
            var evaluation = model.evaluate(new Flowers(200));

            assertThat(history.epochs()).hasSize(60);
            assertThat(evaluation.metric("accuracy")).isGreaterThan(0.9);
            assertThat(evaluation.loss()).isLessThan(0.3);
            assertThat(evaluation.samples()).isEqualTo(200);
        }
    }

    @Test
    void theSameSeedGivesTheSameBits() throws IOException {
        try (var one = open();
                var other = open()) {
            one.fit(DATA);
            other.fit(DATA);

            assertThat(saved(one)).isEqualTo(saved(other));
        }
    }

    @Test
    void anotherSeedGivesOtherWeights() throws IOException {
        var compiled = Updraft.compile(file);
        try (var one = compiled.on(Device.reference(), new Engine.Options(1, 1));
                var other = compiled.on(Device.reference(), new Engine.Options(1, 2))) {
            assertThat(saved(one)).isNotEqualTo(saved(other));
        }
    }

    @Test
    void fittingTwiceIsFittingLonger() throws IOException {
        try (var once = open();
                var twice = open()) {
            var whole = once.fit(DATA, FitOptions.NONE.withEpochs(4));
            twice.fit(DATA, FitOptions.NONE.withEpochs(1));
            var rest = twice.fit(DATA, FitOptions.NONE.withEpochs(3));

            assertThat(saved(twice)).isEqualTo(saved(once));
            assertThat(rest.epochs().getFirst().number()).isEqualTo(2);
            assertThat(rest.epochs().getLast().loss())
                    .isEqualTo(whole.epochs().getLast().loss());
        }
    }

    @Test
    void aSavedModelNeedsNoOtherFile() throws IOException {
        var weights = folder.resolve("flowers.safetensors");
        var samples = samples(10);
        List<float[]> before;
        try (var model = open()) {
            model.fit(DATA);
            before = model.predict(samples);
            model.save(weights);
        }
        Files.delete(file);

        try (var model = Updraft.load(weights, Device.reference())) {
            assertThat(model.predict(samples)).usingRecursiveComparison().isEqualTo(before);
            assertThat(model.compiled().name()).isEqualTo("Flowers");
        }
    }

    @Test
    void importsAndParametersAreSavedToo() throws IOException {
        Files.createDirectory(folder.resolve("parts"));
        write("parts/wide.model", "import \"deep.model\"\nblock wide(x, n: int) { return x -> deep(n) -> relu }\n");
        write("parts/deep.model", "block deep(x, n: int) { return x -> dense(n) -> dense(n) }\n");
        var main = write("main.model", """
                import "parts/wide.model"
                model Main(hidden: int = 4) {
                    input x: float[2]
                    target y: class[2]
                    network { x -> wide(hidden) -> dense(2) -> logits }
                    loss sparse_categorical_crossentropy(logits, y)
                    optimizer sgd
                }
                """);
        var weights = folder.resolve("main.safetensors");
        var sample = new float[] {0.5f, -1};
        float[] before;
        try (var model = Updraft.compile(main, Map.of("hidden", "6")).on(Device.reference())) {
            before = model.predict(sample);
            model.save(weights);
        }

        assertThat(Files.readString(weights, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(folder.toString());
        var moved = Files.move(
                weights, Files.createDirectory(folder.resolve("elsewhere")).resolve("w.safetensors"));
        try (var model = Updraft.load(moved, Device.reference())) {
            assertThat(model.predict(sample)).isEqualTo(before);
            assertThat(model.compiled().layers().parameters()).containsEntry("hidden", 6L);
        }
    }

    @Test
    void theDatasNamesOfClassesAreSaved() {
        var weights = folder.resolve("named.safetensors");
        var names = List.of("rose", "tulip", "lily");
        try (var model = open()) {
            assertThat(model.classNames()).isEmpty();
            model.fit(new Flowers(50, names));
            model.save(weights);
        }

        try (var model = Updraft.load(weights, Device.reference())) {
            assertThat(model.classNames()).isEqualTo(names);
            assertThat(model.evaluate(new Flowers(50)).perClass().getFirst().name())
                    .isEqualTo("rose");
            var others = new Flowers(50, List.of("lily", "rose", "tulip"));
            assertThatThrownBy(() -> model.evaluate(others))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("[lily, rose, tulip]")
                    .hasMessageContaining("[rose, tulip, lily]");
        }
    }

    @Test
    void weightsOfAnotherModelAreRefusedWithEveryDifference() throws IOException {
        var weights = folder.resolve("flowers.safetensors");
        try (var model = open()) {
            model.save(weights);
        }
        try (var wider = Updraft.compile(file, Map.of("hidden", "9")).on(Device.reference())) {
            var before = saved(wider);

            assertThatThrownBy(() -> wider.load(weights))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContainingAll(
                            "`dense/kernel` has shape [2, 8], but the model's is [2, 9]",
                            "`dense/bias` has shape [8], but the model's is [9]",
                            "`dense_1/kernel` has shape [8, 3], but the model's is [9, 3]");
            assertThat(saved(wider)).isEqualTo(before);
        }
    }

    @Test
    void severalThreadsShareAPredictor() throws Exception {
        try (var model = Updraft.compile(file).on(Device.reference(), new Engine.Options(2, 7));
                var predictor = model.predictor();
                var threads = Executors.newFixedThreadPool(4)) {
            var samples = samples(40);
            var expected = model.predict(samples);
            model.fit(DATA); // Does not touch the predictor.

            var calls = new ArrayList<Callable<List<float[]>>>();
            for (var i = 0; i < 16; i++) {
                calls.add(() -> predictor.predict(samples));
            }
            for (var answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).usingRecursiveComparison().isEqualTo(expected);
            }
            assertThat(predictor.predict(samples.getFirst())).isEqualTo(expected.getFirst());
        }
    }

    @Test
    void predictionsAreProbabilitiesInTheOrderOfTheData() {
        try (var model = open()) {
            var all = model.predict(DATA);

            assertThat(all).hasSize(DATA.size());
            assertThat(all).usingRecursiveComparison().isEqualTo(model.predict(samples(DATA.size())));
            assertThat(all.getFirst()[0] + all.getFirst()[1] + all.getFirst()[2])
                    .isCloseTo(1, within(1e-6f));
            assertThat(model.predict(List.of())).isEmpty();
        }
    }

    @Test
    void aSampleOfAWrongSizeIsRefused() {
        try (var model = open()) {
            assertThatThrownBy(() -> model.predict(new float[3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the sample has 3 values, but the model takes 2: sample [2]");
        }
    }

    @Test
    void compileErrorsCarryTheirDiagnostics() throws IOException {
        var broken = write("broken.model", "model Broken {\n    input x float[2]\n}\n");

        assertThatThrownBy(() -> Updraft.compile(broken))
                .isInstanceOfSatisfying(CompileException.class, e -> {
                    assertThat(e.diagnostics()).isNotEmpty();
                    assertThat(e.diagnostics().getFirst().code()).isEqualTo(Code.M0001);
                })
                .hasMessageContaining("error[M0001]")
                .hasMessageContaining("broken.model:2:13");
        assertThatThrownBy(() -> Updraft.compile(folder.resolve("none.model")))
                .isInstanceOf(CompileException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void aFileWithoutAModelIsRefused() throws IOException {
        var weights = Files.write(folder.resolve("bare.safetensors"), new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'});

        assertThatThrownBy(() -> Updraft.load(weights))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("holds weights but no model");
    }

    @Test
    void aClosedModelSaysSo() {
        var model = open();
        model.close();
        model.close();

        assertThatThrownBy(() -> model.fit(DATA))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void theSummaryCountsParameters() {
        assertThat(Updraft.compile(file).summary()).contains("dense_1", "24", "27", "51");
    }
}
