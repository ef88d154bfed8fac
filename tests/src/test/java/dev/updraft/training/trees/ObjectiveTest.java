package dev.updraft.training.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.Objective;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.engine.reference.Bindings;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceInterpreter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradient and curvature of losses, by differences in float64. */
class ObjectiveTest {
    private static final int BATCH = 7;
    private static final double EPSILON = 1e-5;

    private static LayerGraph model(String target, String loss, String trees, String fit) {
        var text = """
                model Net {
                    input x: float[3]
                    target y: %s
                    network { x -> %s -> out }
                    loss %s
                    fit { %s }
                }
                """.formatted(target, trees, loss, fit);
        var compilation = Compiler.check(new SourceFile("net.model", text), ImportResolver.NONE, Map.of());
        assertThat(compilation.diagnostics()).isEmpty();
        return Objects.requireNonNull(compilation.graph());
    }

    private static Map<String, double[]> results(Graph graph, Map<String, double[]> inputs, Program program) {
        var variables = new HashMap<Variable, double[]>();
        program.variables().forEach(variable -> {
            var values = new double[(int) variable.shape().elementsPerSample()];
            for (var i = 0; i < values.length; i++) {
                values[i] = variable.name().equals(Program.CLASS_WEIGHT)
                        ? 0.5 + i
                        : variable.name().endsWith("mean") ? 0.3 : 1.7;
            }
            variables.put(variable, values);
        });
        var bindings = new Bindings(BATCH, inputs, variables, Map.of(), 0, 0, 0);
        var results = ReferenceInterpreter.run(graph, bindings, Precision.FLOAT64);
        var found = new HashMap<String, double[]>();
        graph.outputs().keySet().forEach(name -> found.put(name, results.output(name)));
        return found;
    }

    private static double[] of(Map<String, double[]> results, String name) {
        return Objects.requireNonNull(results.get(name), name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number               | mse(out, y)",
                "number               | huber(out, y)",
                "number               | log_cosh(out, y)",
                "number(transform: none) | poisson(exp(out), y)",
                "number               | mean((out - y) ** 4)",
                "float[3]             | mse(out, y)",
                "class[2]             | binary_crossentropy(out, y)",
                "class[2]             | 2 * binary_crossentropy(out, y) + 0.1 * mean(out ** 2)",
                "class[2]             | binary_focal_crossentropy(out, y)",
                "class[2]             | sparse_categorical_crossentropy(out, y)",
                "class[4]             | sparse_categorical_crossentropy(out, y)",
                "class[4]             | categorical_crossentropy(out, y, label_smoothing: 0.1)",
                "labels[3]            | binary_crossentropy(out, y)"
            })
    void areThoseOfDifferences(String target, String loss) {
        requireDifferences(model(target, loss, "boosted_trees", "seed: 1"));
    }

    @Test
    void countWeightsOfClassesAndSamples() {
        requireDifferences(model(
                "class[3]", "sparse_categorical_crossentropy(out, y)", "boosted_trees", "class_weight: balanced"));
        requireDifferences(model("number", "mse(out, y)", "boosted_trees", "sample_weight: \"w\""));
    }

    private static void requireDifferences(LayerGraph model) {
        var program = Compiler.objective(model).training();
        var graph = Objects.requireNonNull(program.evaluate());
        var inputs = new HashMap<String, double[]>();
        var random = new Random(3);
        var outputs = program.inputs().getFirst().shape().dim(1);
        for (var target : program.targets()) {
            var isClass = target.type() == ElementType.INT32;
            var isLabels = target.shape().rank() == 2
                    && model.targets().getFirst().type() instanceof LayerGraph.TargetType.Labels;
            var classes = isLabels ? 2 : Math.max(2, outputs);
            inputs.put(
                    target.name(),
                    random.doubles(BATCH * target.shape().elementsPerSample())
                            .map(value -> isClass || isLabels ? Math.floor(value * classes) : value)
                            .toArray());
        }
        var scores = random.doubles((long) BATCH * outputs, -2, 2).toArray();
        inputs.put(Objective.SCORES, scores);
        var found = results(graph, inputs, program);
        var gradient = Objects.requireNonNull(found.get(Objective.GRADIENT));
        var curvature = Objects.requireNonNull(found.get(Objective.CURVATURE));
        for (var i = 0; i < scores.length; i++) {
            var value = scores[i];
            scores[i] = value + EPSILON;
            var above = results(graph, inputs, program);
            scores[i] = value - EPSILON;
            var below = results(graph, inputs, program);
            scores[i] = value;
            assertThat(gradient[i])
                    .as("gradient by score %s", i)
                    .isCloseTo(
                            BATCH * (of(above, Program.LOSS)[0] - of(below, Program.LOSS)[0]) / (2 * EPSILON),
                            within(1e-6 + 1e-5 * Math.abs(gradient[i])));
            assertThat(curvature[i])
                    .as("curvature by score %s", i)
                    .isCloseTo(
                            (of(above, Objective.GRADIENT)[i] - of(below, Objective.GRADIENT)[i]) / (2 * EPSILON),
                            within(1e-6 + 1e-5 * Math.abs(curvature[i])));
        }
    }

    /** A forest learns the target: the derivatives at 0 of half the squared distance to it. */
    @Test
    void ofAForestAreTheTargetItself() {
        var program = Compiler.objective(model(
                        "class[3]",
                        "sparse_categorical_crossentropy(out, y)",
                        "random_forest",
                        "class_weight: balanced"))
                .training();
        var found = results(
                Objects.requireNonNull(program.evaluate()),
                Map.of("y", new double[] {0, 1, 2, 2, 1, 0, 0}, Objective.SCORES, new double[BATCH * 3]),
                program);
        assertThat(found.get(Objective.GRADIENT))
                .usingComparatorWithPrecision(0.0)
                .containsExactly(-0.5, 0, 0, 0, -1.5, 0, 0, 0, -2.5, 0, 0, -2.5, 0, -1.5, 0, -0.5, 0, 0, -0.5, 0, 0);
        assertThat(found.get(Objective.CURVATURE))
                .containsExactly(
                        0.5, 0.5, 0.5, 1.5, 1.5, 1.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 1.5, 1.5, 1.5, 0.5, 0.5, 0.5, 0.5,
                        0.5, 0.5);
    }

    /** What trees give goes through the link before the loss sees it. */
    @Test
    void ofAForestTheLossIsThatOfItsShares() {
        var program = Compiler.objective(
                        model("class[3]", "sparse_categorical_crossentropy(out, y)", "random_forest", "seed: 1"))
                .validation();
        var shares = new double[] {0.5, 0.25, 0.25, 1, 0, 0, 0.1, 0.8, 0.1, 0, 0, 1, 0, 1, 0, 0.2, 0.3, 0.5, 1, 0, 0};
        var found = results(
                Objects.requireNonNull(program.evaluate()),
                Map.of("y", new double[] {0, 0, 1, 2, 1, 2, 0}, Objective.SCORES, shares),
                program);
        assertThat(of(found, Program.LOSS)[0])
                .isCloseTo(-(Math.log(0.5) + Math.log(0.8) + Math.log(0.5)) / BATCH, within(1e-6));
        assertThat(of(found, Program.PREDICTION)[0]).isCloseTo(0.5, within(1e-6));
    }
}
