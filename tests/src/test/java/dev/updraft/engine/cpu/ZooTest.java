package dev.updraft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.engine.DrawnSamples;
import dev.updraft.engine.Engine;
import dev.updraft.engine.spi.StepOutputs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks that speed is measured with compile and take a training step. */
class ZooTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final int BATCH = 2;

    static List<Path> models() throws IOException {
        try (var files = Files.list(HOME.resolve("benchmarks/zoo"))) {
            var zoo = files.filter(file -> file.toString().endsWith(".model")).sorted();
            var examples = Stream.of("cifar10/cifar10", "mnist/lenet", "resnet/resnet")
                    .map(name -> HOME.resolve("examples/" + name + ".model"));
            return Stream.concat(zoo, examples).map(HOME::relativize).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyNetworkTakesATrainingStep(Path model) {
        var compilation = Compiler.check(HOME.resolve(model), Map.of());
        assertThat(compilation.diagnostics()).isEmpty();
        var graph = compilation.graph();
        assertThat(graph).isNotNull();

        var program = Compiler.lower(graph);
        var samples = new DrawnSamples(program, BATCH, 1, false);
        try (var arena = Arena.ofConfined();
                var session = new CpuEngine().open(program, new Engine.Options(2, 1))) {
            var batch = samples.batch(0, BATCH);
            var outputs = StepOutputs.allocate(program, BATCH, arena);
            var before = session.evaluate(batch, outputs);
            assertThat(before).isFinite();
            session.train(batch, 0, outputs);
            assertThat(session.evaluate(batch, outputs)).isFinite().isNotEqualTo(before);
        }
    }
}
