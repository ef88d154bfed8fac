package dev.updraft.engine.gpu.emit;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.plan.BufferedValue;
import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.plan.Location;
import dev.updraft.compiler.plan.Location.Allocation;
import dev.updraft.compiler.plan.Location.Space;
import dev.updraft.compiler.plan.MemoryPlan;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.compiler.schedule.Schedule;
import dev.updraft.engine.gpu.emit.context.Accesses;
import dev.updraft.engine.gpu.emit.context.Accesses.Region;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.context.Parts;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.device.Control;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.device.VariableLayout;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The emission of one plan: the arrays in which its buffers and variables lie. */
final class GraphEmission implements Emission {
    /** Elements of one product's parts that may stay until they are read: 16 MiB. */
    private static final long MOST_OF_PARTS = 1 << 22;

    /** Of all products': 128 MiB. */
    private static final long MOST_OF_ALL_PARTS = 1 << 25;

    private final Program program;
    private final Purpose purpose;
    private final ExecutablePlan plan;
    private final DeviceTraits traits;
    private final Function<GemmShape, Tiling> tilings;
    private final VariableLayout layout;
    /** Elements of a workspace that is full. */
    private final long block;

    /** Where all values end, counted through the workspaces. */
    private final long valuesEnd;

    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Node, Parts> parts = new HashMap<>();
    private final Set<Node> fetched = new HashSet<>();
    private long partsSize;
    private long scratch;

    GraphEmission(
            Program program,
            Purpose purpose,
            ExecutablePlan plan,
            DeviceTraits traits,
            Function<GemmShape, Tiling> tilings) {
        this.program = program;
        this.purpose = purpose;
        this.plan = plan;
        this.traits = traits;
        this.tilings = tilings;
        layout = VariableLayout.of(program);
        block = plan.target().memoryBlock() / Float.BYTES;
        valuesEnd = MemoryPlan.aligned(plan.bytes(Space.ONCE)) / Float.BYTES;
    }

    Program program() {
        return program;
    }

    Purpose purpose() {
        return purpose;
    }

    ExecutablePlan plan() {
        return plan;
    }

    /** Elements of each workspace, once all kernels are written. */
    List<Long> workspaces() {
        var elements = new ArrayList<Long>();
        for (var start = 0L; start < valuesEnd; start += block) {
            elements.add(Math.min(block, valuesEnd - start));
        }
        var more = behindValues();
        if (more > 0 || elements.isEmpty()) {
            var behind = behind(0);
            var index = DeviceArray.WORKSPACES.indexOf(behind.array());
            if (index < elements.size()) {
                elements.set(index, behind.offset() + more);
            } else {
                elements.add(Math.max(1, more));
            }
        }
        return elements;
    }

    /** Elements behind all values: parts of products, then what a kernel needs for itself. */
    long behindValues() {
        return partsSize + scratch;
    }

    /** Behind all values if the last workspace is half empty, else in one of its own: how much is wanted is known only later. */
    private Place behind(long elements) {
        var last = Math.max(0, Math.ceilDiv(valuesEnd, block) - 1);
        var used = valuesEnd - last * block;
        return used <= block / 2 ? place(last, used + elements) : place(last + 1, elements);
    }

    private static Place place(long workspace, long offset) {
        return new Place(DeviceArray.WORKSPACES.get((int) workspace), Math.toIntExact(offset));
    }

    @Override
    public DeviceTraits traits() {
        return traits;
    }

    @Override
    public boolean training() {
        return purpose == Purpose.TRAIN;
    }

    @Override
    public int capacity() {
        return plan.target().batchSize();
    }

    @Override
    public Tiling tiling(GemmShape product) {
        return tilings.apply(product);
    }

    @Override
    public Place place(Node node) {
        return switch (plan.location(node)) {
            case Allocation buffer -> place(buffer);
            case Location.InVariable(var variable) -> new Place(DeviceArray.VARIABLES, layout.offset(variable));
            case Location.InCallersTensor(var name) ->
                throw new IllegalArgumentException(node + " has no place: it is in the caller's " + name);
        };
    }

    /** Where a value lies that is no node's alone. */
    Place place(BufferedValue value) {
        return place(plan.buffer(value));
    }

    private Place place(Allocation buffer) {
        var offset = buffer.offset() / Float.BYTES;
        return place(offset / block, offset % block);
    }

    @Override
    public List<GeneratedKernel> touching(
            List<GeneratedKernel> kernels, Collection<Node> reads, Collection<Node> writes) {
        var touched = accesses(reads, writes);
        if (kernels.size() > 1) {
            var start = behind(partsSize);
            touched = touched.writing(new Region(start.array(), start.offset(), Long.MAX_VALUE));
        }
        var accesses = touched;
        return kernels.stream().map(kernel -> kernel.touching(accesses)).toList();
    }

    /** What a kernel touches that reads some values and writes others. */
    Accesses accesses(Collection<Node> reads, Collection<Node> writes) {
        return new Accesses(regions(reads), regions(writes));
    }

    private List<Region> regions(Collection<Node> nodes) {
        return nodes.stream()
                .map(Schedule::storage)
                .distinct()
                .filter(this::isWritten)
                .map(node -> {
                    var place = place(node);
                    return new Region(
                            place.array(),
                            place.offset(),
                            place.offset() + node.shape().elements(capacity()));
                })
                .toList();
    }

    /** Whether a kernel writes the value: not if it is a number, or lies among the samples. */
    private boolean isWritten(Node node) {
        return plan.buffers().containsKey(new BufferedValue.Result(node))
                || switch (node.op()) {
                    case Op.Constant _, Op.StepScalar _, Op.BatchSize _, Op.Input _ -> false;
                    case Op.ReadVariable _, Op.ElementwiseOp _, Op.Opaque _ -> true;
                };
    }

    /** Leaves an input among the samples, where the loop that reads it fetches each element; before any kernel is written. */
    void fetchWhereRead(Node input) {
        fetched.add(input);
    }

    /** Inputs that a kernel brings to their buffers. */
    List<Node> gathered() {
        return plan.copiedInputs().stream()
                .filter(input -> !fetched.contains(input))
                .toList();
    }

    @Override
    public @Nullable String sample(Node node, String index) {
        var holder = Schedule.storage(node);
        return holder.op() instanceof Op.Input input && fetched.contains(holder)
                ? StepTasks.sample(program, input, index)
                : null;
    }

    @Override
    public String label(Op.Input target, String index) {
        return StepTasks.label(program, target, index);
    }

    @Override
    public String stepScalar(String name) {
        var all = program.scalars().names();
        var index = all.indexOf(name);
        return all.size() == 1
                ? "scalars.get(control.get(" + Control.CURSOR + "))"
                : "scalars.get(control.get(" + Control.CURSOR + ") * " + all.size() + " + " + index + ")";
    }

    @Override
    public Place scratch(long elements) {
        scratch = Math.max(scratch, elements);
        return behind(partsSize);
    }

    /** Has the reader of a product add its parts, for which there is room if they are not too many; before any kernel is written. */
    void leaveInParts(Node product, int count, long elements) {
        var size = count * elements;
        if (count > 1 && size <= MOST_OF_PARTS && partsSize + size <= Math.min(MOST_OF_ALL_PARTS, block / 4)) {
            parts.put(product, new Parts(behind(partsSize), count, elements));
            partsSize += size;
        }
    }

    @Override
    public @Nullable Parts parts(Node node) {
        return parts.get(Schedule.storage(node));
    }

    @Override
    public String name(Node origin, String what) {
        return name((origin.origin().name() + "_" + what).replaceAll("[^A-Za-z0-9_]", "_"));
    }

    /** A name, made unique. It holds an underscore, so it is no function or keyword of OpenCL, CUDA or Java. */
    String name(String wanted) {
        var stem = Character.isJavaIdentifierStart(wanted.charAt(0)) ? wanted : "n" + wanted;
        var name = stem;
        while (!names.add(name)) {
            name = stem + "_" + numbers.merge(stem, 2, (last, _) -> last + 1);
        }
        return name;
    }
}
