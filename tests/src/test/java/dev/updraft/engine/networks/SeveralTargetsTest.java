package dev.updraft.engine.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.DrawnSamples;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Several inputs and targets, weighted sums of losses, classes at places, and values of the network as targets, on every engine. */
class SeveralTargetsTest {
    private static final Engine FLOAT64 = new ReferenceEngine(Precision.FLOAT64);

    private static final List<Named<String>> MODELS = List.of(
            Named.of("two inputs and two targets", """
                    model Two {
                        input  image: float[3, 4, 2]
                        input  size: float[3]
                        target label: class[4]
                        target box: float[2, 2]
                        network {
                            image -> conv2d(3, kernel: 2, activation: tanh) -> flatten -> seen
                            concat(seen, size) -> dense(6, activation: sigmoid) -> both
                            both -> dense(4) -> logits
                            both -> dense(4) -> reshape((2, 2)) -> corners
                        }
                        loss 0.3 * mse(corners, box) + sparse_categorical_crossentropy(logits, label)
                        optimizer adam(learning_rate: 0.02)
                    }
                    """),
            Named.of("two targets of classes and an auxiliary loss", """
                    model Auxiliary {
                        input  x: float[5]
                        target first: class[3]
                        target second: class[2]
                        network {
                            x -> dense(7, activation: tanh) -> hidden
                            hidden -> dense(3) -> early
                            hidden -> dense(4, activation: tanh) -> late
                            late -> dense(3) -> logits
                            late -> dense(1) -> logit
                        }
                        loss sparse_categorical_crossentropy(logits, first) + binary_crossentropy(logit, second) / 2
                           + sparse_categorical_crossentropy(early, first) * 0.25
                        optimizer sgd(learning_rate: 0.1, momentum: 0.9)
                    }
                    """),
            Named.of("a class at each place", """
                    model Places {
                        input  image: float[4, 3, 2]
                        target mask: class[3][4, 3]
                        network { image -> conv2d(5, kernel: 3, padding: same, activation: tanh) -> conv2d(3, kernel: 1) -> scores }
                        loss sparse_categorical_crossentropy(scores, mask)
                        optimizer adam(learning_rate: 0.02)
                    }
                    """),
            Named.of("one of two classes at each place, and a class of the whole", """
                    model PlacesAndWhole {
                        input  image: float[4, 3, 2]
                        target mask: class[2][4, 3]
                        target label: class[2]
                        network {
                            image -> conv2d(4, kernel: 3, padding: same, activation: tanh) -> seen
                            seen -> conv2d(1, kernel: 1) -> marks
                            seen -> global_average_pool2d -> dense(2) -> logits
                        }
                        loss binary_crossentropy(marks, mask) + sparse_categorical_crossentropy(logits, label)
                        optimizer adam(learning_rate: 0.02)
                    }
                    """),
            Named.of("an input as its own target", """
                    model Autoencoder {
                        input image: float[6]
                        network { image -> dense(3, activation: tanh) -> dense(6) -> picture }
                        loss mse(picture, image)
                        optimizer adam(learning_rate: 0.02)
                    }
                    """),
            Named.of("values of the network as targets, one prediction twice", """
                    model Values {
                        input image: float[6]
                        target wanted: float[6]
                        network {
                            image -> rescale(0.5, offset: 0.1) -> pixels
                            pixels -> dense(4, activation: tanh) -> dense(6) -> picture
                        }
                        loss mse(picture, pixels) + mae(picture, wanted) - 0.1 * huber(picture, image)
                        optimizer sgd(learning_rate: 0.1)
                    }
                    """),
            Named.of("labels", """
                    model Labels {
                        input x: float[5]
                        target weather: labels["rain", "snow", "wind"]
                        network { x -> dense(4, activation: tanh) -> dense(3) -> logits }
                        loss binary_crossentropy(logits, weather)
                        optimizer adam(learning_rate: 0.02)
                    }
                    """),
            Named.of("samples that do not count the same", """
                    model Weighted {
                        input  image: float[4, 3, 2]
                        target mask: class[3][4, 3]
                        target sharp: class[2]
                        target sizes: float[2, 2]
                        network {
                            image -> conv2d(3, kernel: 3, padding: same, activation: tanh) -> scores
                            image -> flatten -> dense(1, activation: sigmoid) -> chance
                            image -> flatten -> dense(4) -> reshape((2, 2)) -> found
                        }
                        loss sparse_categorical_crossentropy(scores, mask) + binary_crossentropy(chance, sharp, from_logits: false)
                           + huber(found, sizes)
                        optimizer adam(learning_rate: 0.02)
                        fit { sample_weight: "weight" }
                    }
                    """),
            Named.of("samples and classes that do not count the same", """
                    model WeightedClasses {
                        input  x: float[5]
                        target kind: class[3]
                        network { x -> dense(4, activation: tanh) -> dense(3) -> logits }
                        loss sparse_categorical_crossentropy(logits, kind)
                        optimizer sgd(learning_rate: 0.1)
                        fit { sample_weight: "weight", class_weight: [1, 2.5, 0.5] }
                    }
                    """));

    static Stream<Arguments> enginesAndModels() {
        return TestEngines.all().stream()
                .flatMap(engine ->
                        MODELS.stream().map(model -> Arguments.of(Named.of(engine.description(), engine), model)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndModels")
    void everyEngineAgreesWithFloat64(Engine engine, String text) {
        var program = program(text);

        assertThat(run(program, engine)).containsExactly(run(program, FLOAT64), within(2e-4));
    }

    /** Losses, their terms, predictions and computed targets of a few steps of several sizes, and the weights after them. */
    static double[] run(Program program, Engine engine) {
        var samples = new DrawnSamples(program, 70, 5, program.targets().size() == 1);
        var found = new ArrayList<Double>();
        try (var arena = Arena.ofConfined();
                var session = engine.open(program, new Engine.Options(2, 3))) {
            var step = 0;
            for (var size : List.of(1, 7, 33, 70)) {
                var batch = samples.batch(70 - size, size);
                var outputs = StepOutputs.allocate(program, size, arena);
                found.add(session.evaluate(batch, outputs));
                note(outputs, found);
                found.add(session.train(batch, step++, outputs));
                note(outputs, found);
                session.predict(batch, outputs);
                note(outputs, found);
            }
            for (var variable : program.variables()) {
                var values =
                        arena.allocate(ValueLayout.JAVA_FLOAT, variable.shape().elementsPerSample());
                session.read(variable, values);
                for (var value : values.toArray(ValueLayout.JAVA_FLOAT)) {
                    found.add((double) value);
                }
            }
        }
        return found.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void note(StepOutputs outputs, List<Double> found) {
        for (var term : outputs.losses()) {
            found.add(term);
        }
        for (var values : outputs.values()) {
            for (var value : values.toArray(ValueLayout.JAVA_FLOAT)) {
                found.add((double) value);
            }
        }
    }

    static Program program(String text) {
        var checked = Compiler.check(new SourceFile("several.model", text), ImportResolver.NONE, Map.of());
        assertThat(checked.diagnostics()).isEmpty();
        return Compiler.lower(Objects.requireNonNull(checked.graph()));
    }
}
