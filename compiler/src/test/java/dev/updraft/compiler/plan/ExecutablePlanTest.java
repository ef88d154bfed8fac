package dev.updraft.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.plan.BufferedValue.OldValue;
import dev.updraft.compiler.plan.BufferedValue.Partial;
import dev.updraft.compiler.plan.BufferedValue.Result;
import dev.updraft.compiler.plan.Location.Allocation;
import dev.updraft.compiler.plan.Location.Space;
import dev.updraft.compiler.plan.MemoryPlan.Demand;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.compiler.schedule.Schedule;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExecutablePlanTest {
    private static final int BATCH = 40;

    private static final Program PROGRAM = program("""
            image -> conv2d(8, kernel: 3, padding: same) -> batch_norm -> relu -> max_pool2d(2)
                  -> conv2d(4, kernel: 3, activation: relu) -> flatten -> dropout(0.2) -> dense(3) -> logits""");

    /** Wide layers, whose products are computed once for all samples, between others that are computed shard by shard. */
    private static final Program WIDE = program("""
            image -> flatten -> dense(600, activation: relu) -> dropout(0.2) -> dense(520, activation: tanh) -> dense(3)
                  -> logits""");

    private static Program program(String network) {
        var text = """
                model Net {
                    input image: float[12, 12, 2]
                    target label: class[3]
                    network { %s }
                    loss sparse_categorical_crossentropy(logits, label)
                    optimizer adam(clipnorm: 1.0)
                }""".formatted(network);
        var compiled = Compiler.check(new SourceFile("net.model", text), ImportResolver.NONE, Map.of());
        assertThat(compiled.diagnostics()).isEmpty();
        return Compiler.lower(Objects.requireNonNull(compiled.graph()));
    }

    static Stream<ExecutablePlan> plans() {
        return Stream.of(Purpose.values())
                .flatMap(purpose -> Stream.of(
                        Compiler.plan(WIDE, purpose, ExecutionTarget.host(BATCH)),
                        Compiler.plan(PROGRAM, purpose, ExecutionTarget.host(BATCH)),
                        Compiler.plan(PROGRAM, purpose, ExecutionTarget.host(1)),
                        Compiler.plan(PROGRAM, purpose, ExecutionTarget.device(BATCH))));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void whatAKernelReadsIsAliveFromItsStepToTheReaders(ExecutablePlan plan) {
        var written = new HashSet<BufferedValue>();
        plan.copiedInputs().forEach(node -> written.add(new Result(node)));
        plan.numbers().forEach(node -> written.add(new Result(node)));
        var point = 0;
        for (var step : plan.steps()) {
            point++;
            for (var read : reads(step, plan)) {
                if (plan.buffers().containsKey(read)) {
                    assertThat(written).as("%s before step %d", read, point).contains(read);
                    assertAlive(plan.buffer(read), point);
                }
            }
            for (var result : writes(step, plan)) {
                written.add(result);
                if (plan.buffers().containsKey(result)) {
                    assertAlive(plan.buffer(result), point);
                }
            }
        }
        assertThat(written).containsAll(plan.buffers().keySet());
    }

    private static void assertAlive(Allocation buffer, int point) {
        assertThat(point).isBetween(buffer.first(), buffer.last());
    }

    private static List<BufferedValue> reads(Step step, ExecutablePlan plan) {
        return switch (step) {
            case Step.Compute(var kernels, var _) ->
                kernels.stream()
                        .flatMap(kernel -> kernel.reads().stream())
                        .filter(node -> !readsIndices(node, kernels.getFirst().results(), plan))
                        .<BufferedValue>map(node -> new Result(Schedule.storage(node)))
                        .toList();
            case Step.SumPartials(var nodes) ->
                nodes.stream().<BufferedValue>map(Partial::new).toList();
            case Step.KeepOldValues _ -> List.of();
            case Step.StoreVariables(var values) ->
                values.values().stream()
                        .<BufferedValue>map(node -> new Result(Schedule.storage(node)))
                        .toList();
        };
    }

    /** Whether an operand is the image of a pooling's gradient, which looks at indices instead. */
    private static boolean readsIndices(Node operand, List<Node> results, ExecutablePlan plan) {
        var result = results.getFirst();
        return plan.target().poolingIndices()
                && result.op() instanceof Op.MaxPool2dGradient
                && result.operand(0).equals(operand);
    }

    private static List<BufferedValue> writes(Step step, ExecutablePlan plan) {
        return switch (step) {
            case Step.Compute(var kernels, var _) ->
                kernels.stream()
                        .flatMap(kernel -> kernel.results().stream())
                        .<BufferedValue>map(node ->
                                plan.buffers().containsKey(new Partial(node)) ? new Partial(node) : new Result(node))
                        .toList();
            case Step.SumPartials(var nodes) ->
                nodes.stream().<BufferedValue>map(Result::new).toList();
            case Step.KeepOldValues(var values) ->
                values.keySet().stream().<BufferedValue>map(OldValue::new).toList();
            case Step.StoreVariables _ -> List.of();
        };
    }

    @ParameterizedTest
    @MethodSource("plans")
    void valuesAliveAtOnePointShareNoByte(ExecutablePlan plan) {
        var buffers = List.copyOf(plan.buffers().values());
        for (var i = 0; i < buffers.size(); i++) {
            var one = buffers.get(i);
            assertThat(one.offset() + one.bytes()).isLessThanOrEqualTo(plan.bytes(one.space()));
            for (var other : buffers.subList(0, i)) {
                var together =
                        one.space() == other.space() && one.first() <= other.last() && other.first() <= one.last();
                assertThat(together
                                && one.offset() < other.offset() + other.bytes()
                                && other.offset() < one.offset() + one.bytes())
                        .as("%s and %s overlap", one, other)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void everyResultLiesSomewhereUntilTheEnd(ExecutablePlan plan) {
        for (var node : plan.graph().outputs().values()) {
            if (plan.location(node) instanceof Allocation buffer) {
                assertThat(buffer.last()).isEqualTo(plan.order().end());
            }
        }
        plan.graph()
                .updates()
                .values()
                .forEach(node -> assertThat(plan.location(node)).isNotNull());
    }

    @Test
    void theHostWritesPredictionsWhereTheCallerWantsThem() {
        var plan = Compiler.plan(PROGRAM, Purpose.PREDICT, ExecutionTarget.host(BATCH));
        var prediction = Objects.requireNonNull(plan.graph().outputs().get(Program.PREDICTION));
        assertThat(plan.location(prediction)).isEqualTo(new Location.InCallersTensor(Program.PREDICTION));
        assertThat(plan.copiedInputs()).isEmpty();
    }

    @Test
    void aDeviceCopiesInputsAndKnowsNoShards() {
        var plan = Compiler.plan(PROGRAM, Purpose.TRAIN, ExecutionTarget.device(BATCH));
        assertThat(plan.copiedInputs()).extracting(Node::op).containsExactlyElementsOf(PROGRAM.inputs());
        assertThat(plan.shards().count()).isOne();
        assertThat(plan.buffers().values()).extracting(Allocation::space).containsOnly(Space.ONCE);
    }

    @Test
    void theShardsOfABatchGivePartsThatAreAddedUp() {
        var cut = Compiler.plan(PROGRAM, Purpose.TRAIN, ExecutionTarget.host(BATCH));
        assertThat(cut.shards().count()).isEqualTo(2);
        assertThat(cut.steps()).anyMatch(step -> step instanceof Step.SumPartials);
        var whole = Compiler.plan(PROGRAM, Purpose.TRAIN, ExecutionTarget.host(1));
        assertThat(whole.shards().count()).isOne();
        assertThat(whole.steps()).noneMatch(step -> step instanceof Step.SumPartials);
    }

    /** A shard may still read one when another has come to the step that writes the next. */
    @Test
    void valuesOfAllSamplesAreKeptUntilTheShardsMeet() {
        var plan = Compiler.plan(WIDE, Purpose.TRAIN, ExecutionTarget.host(BATCH));
        var shared = plan.buffers().entrySet().stream()
                .filter(entry -> entry.getKey() instanceof Result(var node)
                        && node.shape().batched()
                        && entry.getValue().space() == Space.ONCE)
                .toList();
        assertThat(shared).hasSizeGreaterThan(3).allSatisfy(entry -> {
            var node = ((Result) entry.getKey()).node();
            assertThat(entry.getValue().bytes()).isEqualTo(node.shape().elements(BATCH) * Float.BYTES);
            var steps = plan.steps();
            for (var point :
                    List.of(entry.getValue().first() - 1, entry.getValue().last())) {
                assertThat(point > 0 && isPerShard(steps.get(point - 1)) && isPerShard(steps.get(point)))
                        .as("%s begins or ends after step %s, between those of a shard", node, point)
                        .isFalse();
            }
        });
    }

    private static boolean isPerShard(Step step) {
        return step instanceof Step.Compute(var _, var perShard) && perShard;
    }

    @Test
    void theGradientOfWideWeightsIsNotASumOfParts() {
        var plan = Compiler.plan(WIDE, Purpose.TRAIN, ExecutionTarget.host(BATCH));
        var largest = plan.order().schedule().partials().stream()
                .mapToLong(node -> node.shape().elementsPerSample())
                .max();
        assertThat(largest).hasValue(520 * 3);
        assertThat(plan.bytes(Space.PARTIAL)).isLessThan(20_000);
    }

    @Test
    void theImageOfAPoolingIsNotKeptWhereItsGradientHasIndices() {
        var schedule = Compiler.schedule(Objects.requireNonNull(PROGRAM.train()), true);
        var limits = ShardLimits.HOST;
        var memory = ExecutionTarget.Memory.HOST;
        var with = Compiler.plan(schedule, new ExecutionTarget(BATCH, memory, limits, true, Long.MAX_VALUE));
        var without = Compiler.plan(schedule, new ExecutionTarget(BATCH, memory, limits, false, Long.MAX_VALUE));
        var image = schedule.graph().nodes().stream()
                .filter(node -> node.op() instanceof Op.MaxPool2d)
                .map(node -> new Result(Schedule.storage(node.operand(0))))
                .findFirst()
                .orElseThrow();
        assertThat(with.buffer(image).last()).isLessThan(without.buffer(image).last());
    }

    @Test
    void variablesThatTakeEachOthersValueKeepItFirst() {
        var a = new Variable("a", Shape.of(3), Variable.Role.TRAINABLE, new Initializer.Zeros(), 1, 1);
        var b = new Variable("b", Shape.of(3), Variable.Role.TRAINABLE, new Initializer.Ones(), 1, 1);
        var to = new GraphBuilder();
        to.update(a, to.read(b));
        to.update(b, to.read(a));
        to.output(Program.PREDICTION, to.add(new Op.Input("x", ElementType.REAL, Shape.batch(1))));
        var plan = Compiler.plan(Compiler.schedule(to.build(), false), ExecutionTarget.device(1));
        assertThat(plan.steps()).hasSize(2).first().isInstanceOf(Step.KeepOldValues.class);
        assertThat(plan.steps()).last().isInstanceOf(Step.StoreVariables.class);
        assertThat(plan.buffers()).containsKeys(new OldValue(a), new OldValue(b));
    }

    @Test
    void whatALibraryNeedsLiesInTheGapsBetweenBuffers() {
        var plan = Compiler.plan(PROGRAM, Purpose.TRAIN, ExecutionTarget.host(BATCH));
        var demands = List.of(
                new Demand<>("early", 64, 1, 2),
                new Demand<>("always", 1 << 20, 0, plan.order().end()));
        var memory = plan.beside(Space.SHARD, demands);
        for (var demand : demands) {
            long offset = Objects.requireNonNull(memory.offsets().get(demand.value()));
            assertThat(offset + demand.bytes()).isLessThanOrEqualTo(memory.bytes());
            for (var buffer : plan.buffers().values()) {
                var together = buffer.space() == Space.SHARD
                        && buffer.first() <= demand.last()
                        && demand.first() <= buffer.last();
                assertThat(together
                                && offset < buffer.offset() + buffer.bytes()
                                && buffer.offset() < offset + demand.bytes())
                        .isFalse();
            }
        }
        assertThat(plan.beside(Space.SHARD, List.of()).bytes()).isEqualTo(plan.bytes(Space.SHARD));
    }
}
