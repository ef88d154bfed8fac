package dev.updraft.compiler.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.FileImports;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceReader;
import dev.updraft.compiler.dump.Dump;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedModelTest {
    private static final Path FILE = Path.of("../examples/resnet/resnet.model");
    private static final Map<String, String> PARAMETERS = Map.of("depth", "1");

    private static ModelSource source() {
        var main = Objects.requireNonNull(SourceReader.read(FILE, new Diagnostics()));
        var recorder = new SourceRecorder(new FileImports(FILE.resolveSibling("")));
        assertThat(Compiler.check(main, recorder, PARAMETERS).graph()).isNotNull();
        return recorder.source(main, PARAMETERS);
    }

    private static final String PACKED = PackedModel.write(source());

    @Test
    void whatIsPackedCompilesToTheSameLayers() throws IOException {
        var again = PackedModel.read(PACKED).check();

        assertThat(Dump.layers(Objects.requireNonNull(again.graph())).replace("../examples/resnet/", ""))
                .isEqualTo(Dump.layers(Objects.requireNonNull(
                                Compiler.check(FILE, PARAMETERS).graph()))
                        .replace("../examples/resnet/", ""));
    }

    @Test
    void theTextIsTheSameEverywhere() throws IOException {
        assertThat(PACKED)
                .startsWith("{\n  \"format\" : 2,\n  \"file\" : \"resnet.model\",\n  \"text\" : \"import")
                .contains("\"importer\" : \"resnet.model\"", "\"file\" : \"blocks.model\"", "\"depth\" : \"1\"")
                .doesNotContain("\r", "examples")
                .endsWith("}\n");
        assertThat(PackedModel.write(PackedModel.read(PACKED))).isEqualTo(PACKED);
    }

    @Test
    void filesCanBeRememberedUnderOtherNames() {
        var source = new SourceRecorder((_, _) -> {
                    throw new AssertionError();
                })
                .source(source().file(), Map.of(), name -> "com/example/" + name);

        assertThat(source.file().name()).isEqualTo("com/example/resnet.model");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~                           | is damaged, at line 1",
                "[]                           | is damaged, at line 1: expected START_OBJECT, found START_ARRAY",
                "{}                           | expected format, file, text, imports and parameters",
                "{\"format\": 3}              | is of format 3, where this version of Updraft reads up to 2",
                "{\"format\": \"1\"}          | expected VALUE_NUMBER_INT",
                "{\"file\": 1}                | expected VALUE_STRING",
                "{\"imports\": [{\"path\": \"x\"}]} | `importer` is missing",
                "{\"files\": 1}               | there is no key `files`"
            })
    void whatIsDamagedIsRefused(String text, String message) {
        assertThatThrownBy(() -> PackedModel.read(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Property
    void whatIsCutShortIsRefused(@ForAll @IntRange(max = 4000) int length) {
        assertThatThrownBy(() -> PackedModel.read(PACKED.substring(0, Math.min(length, PACKED.length() - 2))))
                .isInstanceOf(IOException.class);
    }
}
