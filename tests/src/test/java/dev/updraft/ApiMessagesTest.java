package dev.updraft;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.SimpleDataset;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingListener;
import dev.updraft.weights.WeightsException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application that makes a mistake is told. */
class ApiMessagesTest {
    private static final FitOptions ONE = FitOptions.NONE.withEpochs(1);

    @TempDir
    private Path folder;

    private Model open(String device) throws IOException {
        var file = Files.writeString(folder.resolve("flowers.model"), Flowers.MODEL.formatted("adam"));
        return Updraft.compile(file).on(Device.parse(device));
    }

    /** Flowers, but for one class number. */
    private record Wrong(Flowers flowers, int sample, int number) implements SimpleDataset {
        @Override
        public int size() {
            return flowers.size();
        }

        @Override
        public Shape inputShape() {
            return flowers.inputShape();
        }

        @Override
        public Target target() {
            return flowers.target();
        }

        @Override
        public String description() {
            return "memory";
        }

        @Override
        public void copyInput(int index, MemorySegment inputs, long offset) {
            flowers.copyInput(index, inputs, offset);
        }

        @Override
        public void copyTarget(int index, MemorySegment targets, long offset) {
            targets.set(JAVA_INT, offset, index == sample ? number : Flowers.kind(index));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 3, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aClassNumberWithoutAClassIsNamed(int number) throws IOException {
        for (var device : List.of("cpu", "reference")) {
            try (var model = open(device)) {
                var wrong = new Wrong(new Flowers(90), 50, number);

                for (var call : List.<Runnable>of(
                        () -> model.fit(wrong, ONE),
                        () -> model.fit(new Flowers(90), ONE.withValidation(wrong)),
                        () -> model.evaluate(wrong),
                        () -> model.profile(wrong, true))) {
                    assertThatThrownBy(call::run)
                            .isInstanceOf(DataException.class)
                            .hasMessageStartingWith("memory: the target of sample 50 (counted from 0) is class "
                                    + number + ", but there are 3 classes, numbered 0 to 2;");
                }
                assertThat(model.fit(new Flowers(90), ONE).epochs()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -3})
    void dataWithoutSamplesIsRefused(int size) throws IOException {
        try (var model = open("cpu")) {
            var none = new Flowers(size);
            for (var call : List.<Runnable>of(
                    () -> model.fit(none, ONE),
                    () -> model.fit(new Flowers(9), ONE.withValidation(none)),
                    () -> model.evaluate(none),
                    () -> model.predict(none),
                    () -> model.profile(none, false))) {
                assertThatThrownBy(call::run)
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining("flowers has no samples")
                        .hasMessageContaining("at least 1 is needed");
            }
        }
    }

    @Test
    void anInterruptIsCalledOne() throws IOException {
        var weights = folder.resolve("saved.safetensors");
        try (var model = open("reference")) {
            model.save(weights);
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> Updraft.load(weights, Device.reference()))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("the thread was interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void weightsCanBeSavedIntoAnArchive() throws IOException {
        var archive = folder.resolve("weights.zip");
        var before = folder.resolve("before.safetensors");
        try (var model = open("cpu");
                var zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            model.save(before);
            model.save(zip.getPath("/flowers.safetensors"));
            model.save(zip.getPath("/flowers.safetensors"));
        }

        try (var zip = FileSystems.newFileSystem(archive)) {
            assertThat(Files.readAllBytes(zip.getPath("/flowers.safetensors"))).isEqualTo(Files.readAllBytes(before));
            try (var files = Files.list(zip.getPath("/"))) {
                assertThat(files).hasSize(1);
            }
        }
    }

    @Test
    @NullUnmarked
    void whatMustNotBeNullIsNamed() throws IOException {
        try (var model = open("cpu");
                var predictor = model.predictor()) {
            var data = new Flowers(9);
            var calls = Map.<String, Runnable>ofEntries(
                    Map.entry("file must not be null", () -> Updraft.compile(null)),
                    Map.entry("parameters must not be null", () -> Updraft.compile(folder, null)),
                    Map.entry("weights must not be null", () -> Updraft.load(null)),
                    Map.entry("device must not be null", () -> model.compiled().on((Device) null)),
                    Map.entry("text must not be null", () -> Device.parse(null)),
                    Map.entry("data must not be null", () -> model.fit(null)),
                    Map.entry("options must not be null", () -> model.fit(data, null)),
                    Map.entry("a listener must not be null", () -> model.fit(data, ONE, (TrainingListener) null)),
                    Map.entry("batching must not be null", () -> model.predictor(null)),
                    Map.entry("sample must not be null", () -> predictor.predict((float[]) null)),
                    Map.entry("samples must not be null", () -> model.predict((List<float[]>) null)),
                    Map.entry("predictions must not be null", () -> predictor.predict(new float[2], null)));

            calls.forEach((message, call) -> assertThatThrownBy(call::run)
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage(message));
            assertThatThrownBy(() -> model.predict(Arrays.asList(new float[2], null)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("sample 1 is null, but the model takes 2 values");
        }
    }
}
