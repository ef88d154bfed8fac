package dev.updraft.engine.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.updraft.compiler.ops.Gradients;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.StepPosition;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.gpu.BulkEngine;
import dev.updraft.engine.reference.Bindings;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import dev.updraft.engine.reference.ReferenceInterpreter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is to be shown of every operation, on cases that its own test class gives. */
abstract class OperationTest {

    /** Step of the central differences. */
    private static final double EPSILON = 1e-6;

    private static final double GRADIENT_ATOL = 1e-5;
    private static final double GRADIENT_RTOL = 1e-3;

    /** A float has 24 bits, so 6e-8; sums of a few hundred terms and approximated functions lose some of that. */
    private static final double ENGINE_ATOL = 1e-5;

    private static final double ENGINE_RTOL = 1e-4;

    private static final List<Integer> BATCHES = List.of(33, 1, 3, 17);
    /** Samples of a batch with a NaN. */
    private static final int POISONED = 3;

    /** The operation in all its variants. */
    abstract List<Case> cases();

    /** Those that are to compute it. */
    List<Engine> engines() {
        return TestEngines.all();
    }

    @TestFactory
    Stream<DynamicTest> gradientsAreThoseOfCentralDifferences() {
        return cases().stream()
                .filter(subject -> subject.operands().stream().anyMatch(Operand::differentiable))
                .map(subject -> dynamicTest(subject.toString(), () -> assertGradients(subject, 3)));
    }

    @TestFactory
    Stream<DynamicTest> everyEngineAgreesWithTheReferenceInFloat64() {
        return engines().stream()
                .peek(engine -> prepare(engine, BATCHES.getFirst(), OperationTest::programs))
                .flatMap(engine -> TestEngines.cases(engine, cases())
                        .map(subject -> dynamicTest(
                                engine.description() + ": " + subject, () -> assertEngineAgrees(engine, subject))));
    }

    /** A NaN that an engine turns into a number ends as a sure prediction, or trains on with nobody the wiser. */
    @TestFactory
    Stream<DynamicTest> noEngineHidesNaN() {
        return engines().stream()
                .peek(engine ->
                        prepare(engine, POISONED, subject -> List.of(new CaseProgram(subject, CaseProgram.NONE))))
                .flatMap(engine -> TestEngines.cases(engine, cases())
                        .flatMap(subject -> IntStream.range(
                                        0, subject.operands().size())
                                .filter(place -> subject.operands().get(place).type() == ElementType.REAL)
                                .mapToObj(place -> dynamicTest(
                                        engine.description() + ": NaN in operand " + place + " of " + subject,
                                        () -> assertKeepsNaN(engine, subject, place)))));
    }

    /** Compiles all that the cases need at once, where that is quicker than one by one. */
    private void prepare(Engine engine, int batch, Function<Case, List<CaseProgram>> programs) {
        if (!(engine instanceof BulkEngine bulkEngine)) {
            return;
        }
        var all = new LinkedHashMap<Program, Integer>();
        TestEngines.cases(engine, cases())
                .forEach(subject -> programs.apply(subject).forEach(program -> all.put(program.program(), batch)));
        try {
            bulkEngine.prepare(all);
        } catch (RuntimeException _) {
            // Each is then compiled by its own session, which tells whose fault it is.
        }
    }

    private static void assertKeepsNaN(Engine engine, Case subject, int place) {
        var operands = new ArrayList<>(subject.operands());
        operands.set(place, operands.get(place).withNaN());
        var poisoned = new CaseProgram(
                new Case(subject.name(), operands, subject.formula(), subject.trainingOnly()), CaseProgram.NONE);
        try (var expected = new CaseSession(new ReferenceEngine(Precision.FLOAT64), poisoned);
                var found = new CaseSession(engine, poisoned)) {
            var wanted = expected.run(POISONED);
            var given = found.run(POISONED);
            wanted.forEach((name, values) -> {
                var actual = Objects.requireNonNull(given.get(name));
                for (var i = 0; i < values.length; i++) {
                    if (Double.isNaN(values[i])) {
                        assertThat(actual[i]).as("%s, element %s", name, i).isNaN();
                    }
                }
            });
        }
    }

    private static void assertGradients(Case subject, int batch) {
        var to = new GraphBuilder();
        var nodes = inputs(to, subject.operands());
        var result = subject.formula().of(to, nodes);
        var coefficients = to.add(new Op.Input("coefficients", ElementType.REAL, result.shape()));
        var loss = to.sumAll(to.multiply(result, coefficients));
        to.output("loss", loss);
        var gradients = Gradients.of(
                to,
                loss,
                nodes.stream().filter(node -> differentiable(subject, node)).toList());
        var values = values(subject.operands(), batch);
        values.put("coefficients", Operand.spread(result.shape(), 0.5, 1.5).values(batch, nodes.size()));
        var valueGraph = to.build();
        var next = gradients.iterator();
        for (var node : nodes) {
            if (!differentiable(subject, node)) {
                continue;
            }
            var gradient = next.next();
            assertThat(gradient.shape()).isEqualTo(node.shape());
            to.output("gradient", gradient);
            var bindings = bindings(batch, values);
            var found = ReferenceInterpreter.run(to.build(), bindings, Precision.FLOAT64)
                    .output("gradient");
            var moved = Objects.requireNonNull(values.get(name(node)));
            for (var i = 0; i < moved.length; i++) {
                var value = moved[i];
                moved[i] = value + EPSILON;
                var above = ReferenceInterpreter.run(valueGraph, bindings, Precision.FLOAT64)
                        .output("loss")[0];
                moved[i] = value - EPSILON;
                var below = ReferenceInterpreter.run(valueGraph, bindings, Precision.FLOAT64)
                        .output("loss")[0];
                moved[i] = value;
                var expected = (above - below) / (2 * EPSILON);
                assertThat(found[i])
                        .as("gradient by element %s of %s", i, name(node))
                        .isCloseTo(expected, within(GRADIENT_ATOL + GRADIENT_RTOL * Math.abs(expected)));
            }
        }
    }

    /** Predicts, evaluates and trains one step at each size of batch, and compares all that comes out. */
    private static void assertEngineAgrees(Engine engine, Case subject) {
        for (var program : programs(subject)) {
            try (var expected = new CaseSession(new ReferenceEngine(Precision.FLOAT64), program);
                    var found = new CaseSession(engine, program)) {
                for (var batch : BATCHES) {
                    var wanted = expected.run(batch);
                    var given = found.run(batch);
                    assertThat(given.keySet()).isEqualTo(wanted.keySet());
                    wanted.forEach((name, values) -> assertClose(
                            name + " of " + batch + " samples", Objects.requireNonNull(given.get(name)), values));
                }
            }
        }
    }

    /** With the result as prediction, and with each gradient that has a batch. */
    private static List<CaseProgram> programs(Case subject) {
        var programs = new ArrayList<CaseProgram>();
        programs.add(new CaseProgram(subject, CaseProgram.NONE));
        for (var place = 0; place < subject.operands().size(); place++) {
            var operand = subject.operands().get(place);
            if (operand.differentiable() && operand.shape().batched()) {
                programs.add(new CaseProgram(subject, place));
            }
        }
        return programs;
    }

    /** Each within {@value #ENGINE_RTOL} of its own and {@value #ENGINE_ATOL} of the largest size. */
    private static void assertClose(String name, double[] found, double[] expected) {
        assertThat(found).as(name).hasSameSizeAs(expected);
        var largest = IntStream.range(0, expected.length)
                .mapToDouble(i -> Math.abs(expected[i]))
                .reduce(1, Math::max);
        for (var i = 0; i < expected.length; i++) {
            assertThat(found[i])
                    .as("%s, element %s", name, i)
                    .isCloseTo(expected[i], within(ENGINE_ATOL * largest + ENGINE_RTOL * Math.abs(expected[i])));
        }
    }

    private static boolean differentiable(Case subject, Node node) {
        return subject.operands().get(node.id()).differentiable();
    }

    // ---- for the tests of values and shapes

    /** What an operation makes of these operands for a batch of that size, in float64. */
    static double[] compute(int batch, Op op, Operand... operands) {
        return compute(batch, Case.of(op, operands));
    }

    static double[] compute(int batch, Case subject) {
        var to = new GraphBuilder();
        var result = subject.formula().of(to, inputs(to, subject.operands()));
        to.output("result", result);
        var values = ReferenceInterpreter.run(
                        to.build(), bindings(batch, values(subject.operands(), batch)), Precision.FLOAT64)
                .output("result");
        assertThat(values).hasSize((int) result.shape().elements(batch));
        return values;
    }

    static double dot(double[] a, double[] b) {
        assertThat(a).hasSameSizeAs(b);
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    static Shape shapeOf(Op op, Shape... operands) {
        var to = new GraphBuilder();
        var nodes = new ArrayList<Node>();
        for (var shape : operands) {
            nodes.add(to.add(new Op.Input("operand" + nodes.size(), ElementType.REAL, shape)));
        }
        return to.add(op, nodes).shape();
    }

    /** Of up to three axes, with and without a batch. */
    @Provide
    Arbitrary<Shape> shapes() {
        var dims = Arbitraries.integers().between(1, 5).list().ofMaxSize(3);
        return Combinators.combine(dims, Arbitraries.of(true, false))
                .as((list, batched) -> batched ? new Shape(list).inBatch() : new Shape(list));
    }

    static void assertRefused(String reason, Op op, Shape... operands) {
        assertThatThrownBy(() -> shapeOf(op, operands))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(op.toString());
    }

    private static List<Node> inputs(GraphBuilder to, List<Operand> operands) {
        var nodes = new ArrayList<Node>();
        for (var operand : operands) {
            nodes.add(to.add(new Op.Input("operand" + nodes.size(), operand.type(), operand.shape())));
        }
        return nodes;
    }

    private static Map<String, double[]> values(List<Operand> operands, int batch) {
        var values = new HashMap<String, double[]>();
        for (var place = 0; place < operands.size(); place++) {
            values.put("operand" + place, operands.get(place).values(batch, place));
        }
        return values;
    }

    private static Bindings bindings(int batch, Map<String, double[]> values) {
        var scalars = new HashMap<String, Double>();
        for (var name : CaseProgram.SCALARS.names()) {
            scalars.put(name, CaseProgram.SCALARS.at(new StepPosition(CaseSession.STEP, 0, 1))[scalars.size()]);
        }
        return new Bindings(batch, values, Map.of(), scalars, CaseSession.SEED, CaseSession.STEP, 0);
    }

    private static String name(Node input) {
        return "operand" + input.id();
    }
}
