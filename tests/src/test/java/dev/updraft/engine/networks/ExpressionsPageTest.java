package dev.updraft.engine.networks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model of the page on expressions compiles without a word, and trains. */
class ExpressionsPageTest {
    private static final Pattern MODEL = Pattern.compile("```model\n(.*?)```", Pattern.DOTALL);

    static Stream<String> models() throws IOException {
        return MODEL.matcher(Files.readString(Path.of("..", "docs", "expressions.md")))
                .results()
                .map(found -> found.group(1));
    }

    @ParameterizedTest
    @MethodSource("models")
    void trains(String text) {
        var program = SeveralTargetsTest.program(text);

        assertThat(DoubleStream.of(SeveralTargetsTest.run(program, new ReferenceEngine(Precision.FLOAT64)))
                        .boxed())
                .allMatch(Double::isFinite);
    }

    @Test
    void thereAreModels() throws IOException {
        assertThat(models()).hasSizeGreaterThan(6);
    }
}
