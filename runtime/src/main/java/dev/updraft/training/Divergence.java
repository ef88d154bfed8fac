package dev.updraft.training;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.dump.GraphText;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.data.Dataset;
import dev.updraft.engine.Batch;
import dev.updraft.engine.reference.Bindings;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceInterpreter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which operation first gave what is no number. Keeps a copy of all variables, made at most twice a second and
 * while they are all finite; when training has diverged, does the steps since then again, as they give the same, and computes
 * the one that failed on the reference engine, node by node.
 *
 * <p>Two copies are held, so models of more than {@value #LARGEST} bytes are left alone.
 */
final class Divergence {
    private static final long LARGEST = 16 << 20;

    private final Learner learner;
    private final Dataset data;
    private final int batchSize;
    private final int batches;
    private final IntFunction<int[]> order;
    private Map<Variable, MemorySegment> kept;
    private Map<Variable, MemorySegment> spare;
    private boolean known;
    private int epoch;
    private int batch;
    private long step;
    private double learningRateFactor = 1;

    /** @param order of the samples, by epochs that are done */
    Divergence(Learner learner, Dataset data, int batchSize, IntFunction<int[]> order) {
        this.learner = learner;
        this.data = data;
        this.batchSize = Math.min(batchSize, data.size());
        this.order = order;
        batches = Math.ceilDiv(data.size(), this.batchSize);
        var bytes = learner.program().variables().stream()
                .mapToLong(Divergence::bytes)
                .sum();
        var variables =
                bytes > LARGEST ? List.<Variable>of() : learner.program().variables();
        kept = room(variables);
        spare = room(variables);
    }

    private static long bytes(Variable variable) {
        return variable.shape().elementsPerSample() * Float.BYTES;
    }

    private static Map<Variable, MemorySegment> room(List<Variable> variables) {
        var room = new LinkedHashMap<Variable, MemorySegment>();
        variables.forEach(variable -> room.put(variable, Arena.ofAuto().allocate(bytes(variable), Float.BYTES)));
        return room;
    }

    /** Keeps the variables before a step, if they are finite. */
    void keep(Position position) {
        if (read(spare)) {
            var other = kept;
            kept = spare;
            spare = other;
            known = !kept.isEmpty();
            epoch = position.epoch;
            batch = position.batch;
            step = position.step;
            learningRateFactor = position.learningRateFactor;
        }
    }

    /** Reads the variables: whether all are finite. */
    private boolean read(Map<Variable, MemorySegment> room) {
        var finite = true;
        for (var entry : room.entrySet()) {
            learner.session().read(entry.getKey(), entry.getValue());
            finite &= isFinite(entry.getValue());
        }
        return finite;
    }

    private static boolean isFinite(MemorySegment values) {
        var sum = 0f;
        for (var at = 0L; at < values.byteSize(); at += Float.BYTES) {
            sum += values.get(JAVA_FLOAT, at) * 0; // 0, or not a number for ever.
        }
        return sum == 0;
    }

    /**
     * What went wrong first, in words; null if that cannot be found out. The variables are others afterwards.
     *
     * @param steps that are done, the one whose loss is no number among them
     */
    @Nullable
    String explain(long steps) {
        if (!known) {
            return null;
        }
        kept.forEach(learner.session()::write);
        learner.session().learningRateFactor(learningRateFactor);
        var before = room(List.copyOf(kept.keySet()));
        while (step < steps) {
            read(before);
            var samples = samples();
            var given = load(samples);
            var loss = learner.session().train(given, step, predictions(samples.length));
            if (!Double.isFinite(loss) || !read(spare)) {
                return firstOf(before, given, samples);
            }
            step++;
            batch++;
            if (batch == batches) {
                batch = 0;
                epoch++;
            }
        }
        return null;
    }

    private int[] samples() {
        var all = order.apply(epoch);
        return Arrays.copyOfRange(all, batch * batchSize, Math.min(all.length, (batch + 1) * batchSize));
    }

    private MemorySegment predictions(int size) {
        return Arena.ofAuto().allocate(Pass.predictionSize(learner.program()) * Float.BYTES * size, Float.BYTES);
    }

    private Batch load(int[] samples) {
        var inputBytes = data.inputShape().elementsPerSample() * Float.BYTES;
        var targetBytes = data.target().bytes();
        var inputs = Arena.ofAuto().allocate(inputBytes * samples.length, Float.BYTES);
        var targets = Arena.ofAuto().allocate((long) targetBytes * samples.length, Float.BYTES);
        for (var i = 0; i < samples.length; i++) {
            data.copyInput(samples[i], inputs, i * inputBytes);
            data.copyTarget(samples[i], targets, (long) i * targetBytes);
        }
        return new Batch(samples.length, List.of(inputs), targets);
    }

    private @Nullable String firstOf(Map<Variable, MemorySegment> before, Batch given, int[] samples) {
        var program = learner.program();
        var inputs = new HashMap<String, double[]>();
        inputs.put(program.inputs().getFirst().name(), numbers(given.inputs().getFirst(), ElementType.REAL));
        var target = program.target();
        if (target != null) {
            inputs.put(target.name(), numbers(Objects.requireNonNull(given.target(), "loaded"), target.type()));
        }
        var variables = new HashMap<Variable, double[]>();
        before.forEach((variable, values) -> variables.put(variable, numbers(values, ElementType.REAL)));
        var scalars = new HashMap<String, Double>();
        var names = program.scalars().names();
        var values = program.scalars().at(step, learningRateFactor);
        for (var i = 0; i < values.length; i++) {
            scalars.put(names.get(i), values[i]);
        }
        var bindings = new Bindings(given.size(), inputs, variables, scalars, learner.seed(), step);
        var graph = Objects.requireNonNull(program.train(), "it was trained");
        return describe(graph, bindings, samples);
    }

    private @Nullable String describe(Graph graph, Bindings bindings, int[] samples) {
        var found = ReferenceInterpreter.firstNonFinite(graph, bindings, Precision.FLOAT32);
        if (found == null) {
            return null;
        }
        var kind = Double.isNaN(found.value()) ? "not a number" : "infinite";
        var node = found.node();
        if (node.op() instanceof Op.Input(var name, var _, var _)) {
            var perSample = node.shape().bind(bindings.batch());
            var elements = Arrays.stream(perSample).skip(1).reduce(1, (a, b) -> a * b);
            return "`" + name + "` of sample " + samples[found.index() / elements] + " (from 0) of "
                    + data.description() + " is " + kind;
        }
        return "first " + kind + " is what `" + GraphText.name(node.op()) + "` gives, in " + place(node);
    }

    private static String place(Node node) {
        var span = node.origin().span();
        return node.origin().name() + (span == null ? "" : " at " + span.location());
    }

    private static double[] numbers(MemorySegment values, ElementType type) {
        var numbers = new double[(int) (values.byteSize() / Float.BYTES)];
        for (var i = 0; i < numbers.length; i++) {
            numbers[i] = type == ElementType.CLASS ? values.getAtIndex(JAVA_INT, i) : values.getAtIndex(JAVA_FLOAT, i);
        }
        return numbers;
    }
}
