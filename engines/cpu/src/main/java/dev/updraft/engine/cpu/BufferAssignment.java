package dev.updraft.engine.cpu;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.schedule.InPlaceUpdates;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.schedule.Schedule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a graph lie while its tasks are made: what a task asks for at a point gets a {@link Buffer}, and every
 * buffer learns its first and last point.
 */
final class BufferAssignment implements BindingContext {
    private final Graph graph;
    private final int shards;
    private final OneDnnScope scope;
    private final int workers;
    private final Map<Variable, Long> variables;
    private final Map<String, Integer> externals;
    private final Map<Node, Variable> inPlace;
    private final SignsOfZero signsOfZero;
    private final Packing packing;
    private final Map<Node, Buffer> values = new HashMap<>();
    /** What is handed out of each sample, by the first of its names. */
    private final Map<Node, String> results = new HashMap<>();

    private final Map<Node, Buffer> parts = new LinkedHashMap<>();
    private final Map<Op, Buffer> scalars = new LinkedHashMap<>();
    private final Map<Pooled, Buffer> workspaces = new HashMap<>();
    private final Set<Pooled> pooled = new HashSet<>();
    private final Set<Buffer> buffers = new HashSet<>();
    private int samples;
    private int point;

    private record Pooled(Node image, Window window) {}

    /**
     * Values of a graph.
     *
     * @param shards how many the batch is cut into
     * @param variables where each variable lies in its region
     * @param externals which region each tensor of the caller's is: inputs, targets and results by name
     */
    BufferAssignment(
            Schedule schedule,
            int shards,
            OneDnnScope scope,
            int workers,
            Map<Variable, Long> variables,
            Map<String, Integer> externals) {
        this.graph = schedule.graph();
        this.shards = shards;
        this.scope = scope;
        this.workers = workers;
        this.variables = variables;
        this.externals = externals;
        this.inPlace = InPlaceUpdates.of(schedule);
        this.signsOfZero = new SignsOfZero(graph);
        graph.outputs().forEach((name, output) -> {
            if (output.shape().batched()) {
                results.putIfAbsent(Schedule.storage(output), name);
            }
        });
        this.packing = new Packing(scope, workers, this::track);
        for (var node : graph.nodes()) {
            if (node.op() instanceof Op.MaxPool2d(var window)) {
                pooled.add(new Pooled(Schedule.storage(node.operand(0)), window));
            }
        }
    }

    /** All that need room. */
    Set<Buffer> buffers() {
        return buffers;
    }

    /** Constants, step scalars and the batch size, where they are read from memory. */
    Map<Op, Buffer> scalars() {
        return scalars;
    }

    /** What brings weights into the layouts that were asked for. */
    List<CpuTask> packing() {
        return packing.tasks();
    }

    /** The point at which tasks are made now. */
    int point() {
        return point;
    }

    /** Goes on, or back to make the same tasks for shards of another size. */
    void point(int next) {
        point = next;
    }

    /** How many samples the tasks made now see. */
    void samples(int count) {
        samples = count;
    }

    boolean hasParts() {
        return !parts.isEmpty();
    }

    /** Adds up the shards' parts there are; from now on the sums are read. */
    List<CpuTask> sumParts(SumParts.PartLayout layout) {
        var sums = new ArrayList<CpuTask>();
        parts.forEach((node, part) -> {
            var elements = node.shape().elementsPerSample();
            var whole = temporary(node);
            values.put(node, whole);
            sums.add(new SumParts(part.use(point), whole, elements, layout));
        });
        parts.clear();
        return sums;
    }

    /** Room for a value that is computed once. */
    Buffer temporary(Node node) {
        return track(Buffer.in(Region.GLOBAL))
                .room(node.shape().elementsPerSample() * Float.BYTES)
                .use(point);
    }

    /** Says that a value is still needed now. */
    Buffer use(Buffer buffer) {
        return buffer.use(point);
    }

    /** Whether the new value of the variable is written over the old one by the kernel that computes it. */
    boolean isInPlace(Variable variable, Node value) {
        return variable.equals(inPlace.get(value));
    }

    @Override
    public OneDnnScope scope() {
        return scope;
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public int samples() {
        return samples;
    }

    @Override
    public Buffer read(Node operand) {
        var node = Schedule.storage(operand);
        return switch (node.op()) {
            case Op.ReadVariable(var variable) -> variable(variable);
            case Op.Input(var name, var _, var _) -> external(name, node);
            case Op.Constant _, Op.StepScalar _, Op.BatchSize _ ->
                scalars.computeIfAbsent(
                        node.op(),
                        _ -> track(Buffer.in(Region.GLOBAL)).room(Float.BYTES).keep());
            case Op _ -> {
                var buffer = values.get(node);
                if (buffer == null) {
                    throw new IllegalStateException(node.op() + " is read before it is computed");
                }
                yield buffer.use(point);
            }
        };
    }

    @Override
    public Buffer write(Node result) {
        var bytes = result.shape().elements(samples) * Float.BYTES;
        if (Schedule.isPartial(result) && shards > 1) {
            return parts.computeIfAbsent(result, _ -> track(Buffer.in(Region.PARTIAL)))
                    .room(bytes)
                    .use(point);
        }
        var handedOut = results.get(result);
        if (handedOut != null) {
            return values.computeIfAbsent(result, _ -> external(handedOut, result));
        }
        var updated = inPlace.get(result);
        if (updated != null) {
            return values.computeIfAbsent(result, _ -> variable(updated));
        }
        var region = result.shape().batched() ? Region.SHARD : Region.GLOBAL;
        return values.computeIfAbsent(result, _ -> track(Buffer.in(region)))
                .room(bytes)
                .use(point);
    }

    @Override
    public @Nullable Buffer packed(Node weights, long ours, long wanted) {
        var node = Schedule.storage(weights);
        if (!(node.op() instanceof Op.ReadVariable(var variable))) {
            return null;
        }
        if (scope.equal(ours, wanted)) {
            return variable(variable);
        }
        return packing.of(variable, variable(variable), ours, wanted);
    }

    @Override
    public boolean pools(Node image, Window window) {
        return pooled.contains(new Pooled(Schedule.storage(image), window));
    }

    @Override
    public Relu relu(Kernel.FusedGemm kernel) {
        if (!kernel.relu()) {
            return Relu.NONE;
        }
        return signsOfZero.matter(kernel.result()) ? Relu.FULL : Relu.SIGNED_ZEROS;
    }

    @Override
    public Buffer workspace(Node image, Window window, long bytes) {
        return workspaces
                .computeIfAbsent(new Pooled(Schedule.storage(image), window), _ -> track(Buffer.in(Region.SHARD)))
                .room(bytes)
                .use(point);
    }

    Buffer variable(Variable variable) {
        var offset = variables.get(variable);
        if (offset == null) {
            throw new IllegalStateException(variable.name() + " is no variable of the program");
        }
        return Buffer.at(Region.VARIABLES, offset);
    }

    /** The name of the caller's tensor that a value is written to; null if nobody wants it. */
    @Nullable
    String result(Node node) {
        return results.get(Schedule.storage(node));
    }

    Buffer external(String name, Node node) {
        var region = externals.get(name);
        if (region == null) {
            throw new IllegalStateException(name + " is no input of the program");
        }
        return Buffer.external(region, node.shape().elementsPerSample() * Float.BYTES);
    }

    private Buffer track(Buffer buffer) {
        buffers.add(buffer);
        return buffer;
    }
}
