package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.source.ModelSource;
import dev.updraft.weights.WeightsException;
import dev.updraft.weights.internal.ModelMetadata;
import dev.updraft.weights.internal.ModelWeights;
import dev.updraft.weights.internal.TrainingMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Weights from a stranger, whose text says that the model is larger than they are. No engine may be asked for memory: here
 * there is none that could be, which would be told if one were asked.
 */
class HostileWeightsTest {
    private static final Device NOWHERE = Device.parse("gpu:63");
    private static final String TEXT = """
            model Net(hidden: int = 16) {
                input x: float[4]
                network { x -> dense(hidden) -> dense(3) -> out }
            }
            """;

    @TempDir
    private Path folder;

    private CompiledModel compiled(String text) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text));
    }

    /** Tensors of 16 hidden values, whatever the text says. */
    private Path weights(ModelSource source) throws IOException {
        var file = folder.resolve("net.safetensors");
        ModelWeights.save(
                file,
                new ModelMetadata("0", source, Map.of(), Map.of(), TrainingMetadata.NONE),
                compiled(TEXT).program().variables(),
                (_, values) -> values.fill((byte) 0));
        return file;
    }

    private static ModelSource source(String text, Map<String, String> parameters) {
        return new ModelSource(new SourceFile("net.model", text), List.of(), parameters);
    }

    @Test
    void aTextThatDoesNotFitTheTensorsIsRefusedBeforeAnEngineIsAsked() throws IOException {
        var weights = weights(source(TEXT.replace("16", "100000000"), Map.of()));

        assertThatThrownBy(() -> Updraft.load(weights, NOWHERE))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("the weights belong to another model")
                .hasMessageContaining("`dense/kernel` has shape [4, 16], but the model's is [4, 100000000]");
    }

    @Test
    void soAreParametersFromOutside() throws IOException {
        var weights = weights(source(TEXT, Map.of("hidden", "100000000")));

        assertThatThrownBy(() -> Updraft.load(weights, NOWHERE))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("[4, 100000000]");
    }

    @Test
    void aGeneratedClassLooksAtTheWeightsFirst() throws IOException {
        var weights = folder.resolve("plain.safetensors");
        ModelWeights.saveVariables(weights, compiled(TEXT).program().variables(), (_, values) -> values.fill((byte) 0));
        var large = compiled(TEXT.replace("16", "100000000"));

        assertThatThrownBy(() -> TypedModel.load(large, weights, NOWHERE))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("[4, 100000000]");
    }

    @Test
    void ofThousandsOfDifferencesTheFirstAreShown() throws IOException {
        var weights = weights(source(
                TEXT.replace("-> dense(hidden)", "-> repeat 1000 { dense(4) } -> repeat 1000 { dense(4) }"), Map.of()));

        assertThatThrownBy(() -> Updraft.load(weights, NOWHERE))
                .isInstanceOf(WeightsException.class)
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSizeLessThan(15))
                .hasMessageContaining("more differences");
    }

    @Test
    void aTextThatNobodyCouldHaveWrittenIsNotCompiled() throws IOException {
        var filler = "// " + "-".repeat(200_000) + "\n";
        var imports = IntStream.range(0, 30)
                .mapToObj(i -> new ModelSource.Import("net.model", i + ".model", new SourceFile(i + ".model", filler)))
                .toList();
        var weights = weights(new ModelSource(new SourceFile("net.model", TEXT), imports, Map.of()));

        assertThatThrownBy(() -> Updraft.load(weights, NOWHERE))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("characters, but at most 4194304 are compiled");
    }
}
