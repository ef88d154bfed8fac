package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.plan.BufferedValue;
import dev.updraft.compiler.plan.BufferedValue.Partial;
import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.plan.Location;
import dev.updraft.compiler.plan.Location.Space;
import dev.updraft.compiler.plan.Pooling;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.schedule.Schedule;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.Region;
import dev.updraft.engine.cpu.loops.CopyTask;
import dev.updraft.engine.cpu.loops.PreparedTrees;
import dev.updraft.engine.cpu.loops.SessionTrees;
import dev.updraft.engine.cpu.loops.Strides;
import dev.updraft.engine.cpu.loops.UsedRows;
import dev.updraft.engine.cpu.onednn.DataType;
import dev.updraft.engine.cpu.onednn.OneDnnScope;
import dev.updraft.engine.cpu.onednn.Relu;
import dev.updraft.engine.cpu.winograd.Winograd;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The memory of a plan, as the tasks that are made for its kernels see it. */
public final class PlanBinding implements BindingContext {
    private final ExecutablePlan plan;
    private final OneDnnScope scope;
    private final int workers;
    private final Map<Variable, Long> variables;
    private final Map<String, Integer> externals;
    private final SessionTrees sessionTrees;
    private final UsedRows.OfSession usedRows;
    private final SignsOfZero signsOfZero;
    private final Packing packing;
    private final Set<Pooling> poolings;
    private final Workspaces workspaces = new Workspaces();
    private int samples;
    private boolean once;
    private int point;

    /**
     * Binds a plan.
     *
     * @param variables where each variable lies in its region
     * @param sessionTrees the trees out of these variables that other graphs have made ready
     * @param usedRows of this session's tables
     * @param externals which region each tensor of the caller's is: inputs and target by name, and the prediction
     */
    PlanBinding(
            ExecutablePlan plan,
            OneDnnScope scope,
            int workers,
            Map<Variable, Long> variables,
            SessionTrees sessionTrees,
            UsedRows.OfSession usedRows,
            Map<String, Integer> externals) {
        this.plan = plan;
        this.scope = scope;
        this.workers = workers;
        this.variables = variables;
        this.sessionTrees = sessionTrees;
        this.usedRows = usedRows;
        this.externals = externals;
        this.signsOfZero = new SignsOfZero(plan.graph());
        this.packing = new Packing(scope, workers, plan.bytes(Space.ONCE));
        this.poolings = Pooling.in(plan.graph());
    }

    /** What brings weights into the layouts that were asked for. */
    public Packing packing() {
        return packing;
    }

    public Workspaces workspaces() {
        return workspaces;
    }

    /** Makes tasks for a step from now on. */
    void point(int next) {
        point = next;
    }

    /** Makes tasks for a shard of this size from now on. */
    void shard(int size) {
        samples = size;
        once = false;
    }

    /** Makes tasks for the whole batch from now on. */
    void batch() {
        samples = plan.target().batchSize();
        once = true;
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
        var rounded = Schedule.roundedVariable(Schedule.storage(operand));
        if (rounded != null) {
            var elements = rounded.shape().elementsPerSample();
            return packing.of(
                    rounded,
                    variable(rounded),
                    Packing.Blocks.single(
                            scope.vector(DataType.FLOAT32, elements), scope.vector(DataType.BFLOAT16, elements)));
        }
        return switch (plan.location(operand)) {
            case Location.Allocation buffer -> ofAllOrShard(buffer, operand);
            case Location.InVariable(var variable) -> variable(variable);
            case Location.InCallersTensor(var name) -> external(name, operand);
        };
    }

    @Override
    public Buffer write(Node result) {
        return isPartial(result) ? buffer(new Partial(result)) : read(result);
    }

    @Override
    public boolean isPartial(Node result) {
        return plan.buffers().containsKey(new Partial(result));
    }

    @Override
    public @Nullable Buffer packed(Node weights, Packing.Blocks blocks) {
        var node = Schedule.storage(weights);
        var rounded = Schedule.roundedVariable(node);
        var variable = rounded == null && node.op() instanceof Op.ReadVariable(var its) ? its : rounded;
        if (variable == null) {
            return null;
        }
        if (blocks.count() == 1 && scope.equal(blocks.ours(), blocks.wanted())) {
            return variable(variable).plus(blocks.first() * Float.BYTES);
        }
        return packing.of(variable, variable(variable), blocks);
    }

    @Override
    public @Nullable Buffer transformed(Node weights, boolean turned) {
        if (!(Schedule.storage(weights).op() instanceof Op.ReadVariable(var variable))) {
            return null;
        }
        var channels = weights.shape().dim(2);
        var filters = weights.shape().dim(3);
        return packing.transformed(
                variable,
                turned,
                variable(variable),
                Winograd.weightBytes(channels, filters),
                (source, target) -> Winograd.weights(source, target, channels, filters, turned));
    }

    @Override
    public @Nullable Variable updated(Node result) {
        return !isPartial(result) && plan.location(result) instanceof Location.InVariable(var variable)
                ? variable
                : null;
    }

    @Override
    public UsedRows usedRows(Variable table, int rows, int rowsOfPart) {
        return usedRows.of(table, rows, rowsOfPart);
    }

    @Override
    public boolean isConstant(Node weights) {
        return Schedule.storage(weights).op() instanceof Op.ReadVariable(var variable)
                && !plan.graph().updates().containsKey(variable);
    }

    @Override
    public boolean runsOnce() {
        return once;
    }

    @Override
    public PreparedTrees trees(Node treeSum, int outputs) {
        var arrays = treeSum.operands().subList(2, treeSum.operands().size());
        var stored = arrays.stream()
                .map(array ->
                        new PreparedTrees.Stored(read(array), array.shape().elementsPerSample()))
                .toList();
        var prepared = sessionTrees.of(
                arrays.stream().map(PlanBinding::storingVariable).toList(),
                () -> new PreparedTrees(
                        stored.get(0),
                        stored.get(1),
                        stored.get(2),
                        stored.size() > 3 ? stored.get(3) : null,
                        treeSum.operand(0).shape().dim(1),
                        outputs,
                        treeSum.operand(4).shape().dim(1)));
        packing.add(prepared);
        return prepared;
    }

    private static Variable storingVariable(Node weights) {
        var node = Schedule.storage(weights);
        if (node.op() instanceof Op.ReadVariable(var variable)) {
            return variable;
        }
        throw new IllegalStateException(node.op() + " as trees, which are to be variables");
    }

    @Override
    public boolean pools(Node image, Window window) {
        return poolings.contains(Pooling.of(image, window));
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
        return workspaces.of(Pooling.of(image, window), bytes, point);
    }

    /** The buffer of a value that has one. */
    Buffer buffer(BufferedValue value) {
        return at(plan.buffer(value));
    }

    /** What is there once of a value with a batch axis holds all samples. */
    private static Buffer ofAllOrShard(Location.Allocation buffer, Node node) {
        return buffer.space() == Space.ONCE && node.shape().batched()
                ? Buffer.ofBatch(
                        Region.GLOBAL,
                        buffer.offset(),
                        node.shape().elementsPerSample() * node.type().bytes())
                : at(buffer);
    }

    private static Buffer at(Location.Allocation buffer) {
        return Buffer.at(region(buffer.space()), buffer.offset());
    }

    private static int region(Space space) {
        return switch (space) {
            case ONCE -> Region.GLOBAL;
            case SHARD -> Region.SHARD;
            case PARTIAL -> Region.PARTIAL;
        };
    }

    Buffer variable(Variable variable) {
        var offset = variables.get(variable);
        if (offset == null) {
            throw new IllegalStateException(variable.name() + " is not a variable of the program");
        }
        return Buffer.at(Region.VARIABLES, offset);
    }

    Buffer external(String name, Node node) {
        var region = externals.get(name);
        if (region == null) {
            throw new IllegalStateException(name + " is not an input of the program");
        }
        return Buffer.external(region, node.shape().elementsPerSample() * Float.BYTES);
    }

    /** A copy of a value from one place to another. */
    CopyTask copy(Node node, Buffer source, Buffer result) {
        var dims = dims(node);
        var strides = Strides.rowMajor(dims);
        return new CopyTask(source, result, dims, strides, 0, strides, 0, 0);
    }
}
