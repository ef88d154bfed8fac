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
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.device.Control;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.device.VariableLayout;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The emission of one plan: the arrays in which its buffers and variables lie. */
final class GraphEmission implements Emission {
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

    ExecutablePlan plan() {
        return plan;
    }

    /** Elements of each workspace, once all kernels are written. */
    List<Long> workspaces() {
        var elements = new ArrayList<Long>();
        for (var start = 0L; start < valuesEnd; start += block) {
            elements.add(Math.min(block, valuesEnd - start));
        }
        if (scratch > 0 || elements.isEmpty()) {
            var behind = scratchPlace();
            var index = DeviceArray.WORKSPACES.indexOf(behind.array());
            if (index < elements.size()) {
                elements.set(index, behind.offset() + scratch);
            } else {
                elements.add(Math.max(1, scratch));
            }
        }
        return elements;
    }

    /** Behind all values if the last workspace is half empty, else in one of its own: how much is wanted is known only later. */
    private Place scratchPlace() {
        var last = Math.max(0, Math.ceilDiv(valuesEnd, block) - 1);
        var used = valuesEnd - last * block;
        return used <= block / 2 ? place(last, used) : place(last + 1, 0);
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
        return scratchPlace();
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
