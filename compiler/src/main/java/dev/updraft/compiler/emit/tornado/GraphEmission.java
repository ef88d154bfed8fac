package dev.updraft.compiler.emit.tornado;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.schedule.InPlaceUpdates;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.schedule.MemoryPlan;
import dev.updraft.compiler.schedule.Schedule;
import dev.updraft.compiler.tensor.ElementType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The emission of one graph: gives every value a place, before any kernel is written. */
final class GraphEmission implements Emission {
    private final Program program;
    private final int capacity;
    private final DeviceTraits traits;
    private final Function<GemmShape, Tiling> tilings;
    private final List<List<Kernel>> levels;
    private final Map<Node, Place> places = new HashMap<>();
    private final Set<Node> gathered = new LinkedHashSet<>();
    private final Set<Node> scalars = new LinkedHashSet<>();
    private final int valuesEnd;
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Node, Variable> inPlace;
    private long scratch;

    GraphEmission(
            Program program, Graph graph, int capacity, DeviceTraits traits, Function<GemmShape, Tiling> tilings) {
        this.program = program;
        this.capacity = capacity;
        this.traits = traits;
        this.tilings = tilings;
        var schedule = Schedule.of(graph);
        levels = schedule.stages().stream()
                .flatMap(stage -> stage.levels().stream())
                .map(GraphEmission::inOrder)
                .toList();
        inPlace = InPlaceUpdates.of(schedule);
        valuesEnd = placeValues(schedule);
    }

    /** Element-wise kernels after all others of their level: what they overwrite may be read there. */
    private static List<Kernel> inOrder(List<Kernel> level) {
        return level.stream()
                .sorted(Comparator.comparing(kernel -> kernel instanceof Kernel.Pointwise))
                .toList();
    }

    /** All kernels in the order they run; those of a level do not depend on each other. */
    List<List<Kernel>> levels() {
        return levels;
    }

    /** The new values that are written over the old ones, with the variable each overwrites. */
    Map<Node, Variable> inPlace() {
        return inPlace;
    }

    /** Inputs and real targets that must be gathered before the first kernel. */
    Set<Node> gathered() {
        return gathered;
    }

    /** Numbers without memory of their own that somebody wants to read from memory. */
    Set<Node> scalars() {
        return scalars;
    }

    /** Elements of the workspace, once all kernels are written. */
    long workspace() {
        return Math.max(1, valuesEnd + scratch);
    }

    private int placeValues(Schedule schedule) {
        var graph = schedule.graph();
        var layout = VariableLayout.of(program);
        var first = new LinkedHashMap<Node, Integer>();
        var last = new HashMap<Node, Integer>();
        var end = levels.size() + 1;
        for (var index = 0; index < levels.size(); index++) {
            for (var kernel : levels.get(index)) {
                for (var read : kernel.reads()) {
                    use(Schedule.storage(read), index + 1, !(kernel instanceof Kernel.Pointwise), layout, first, last);
                }
                place(kernel, index + 1, layout, first, last);
            }
        }
        for (var result : graph.outputs().values()) {
            use(Schedule.storage(result), end, true, layout, first, last);
        }
        for (var result : graph.updates().values()) {
            use(Schedule.storage(result), end, true, layout, first, last);
        }
        var demands = new ArrayList<MemoryPlan.Demand<Node>>();
        first.forEach((node, start) -> demands.add(new MemoryPlan.Demand<>(
                node, node.shape().elements(capacity) * Float.BYTES, start, last.getOrDefault(node, start))));
        var plan = MemoryPlan.of(demands);
        plan.offsets()
                .forEach((node, offset) ->
                        places.put(node, new Place(DeviceArray.WORKSPACE, Math.toIntExact(offset / Float.BYTES))));
        return Math.toIntExact(MemoryPlan.aligned(plan.bytes()) / Float.BYTES);
    }

    /** Notes what a kernel gives. */
    private void place(
            Kernel kernel, int point, VariableLayout layout, Map<Node, Integer> first, Map<Node, Integer> last) {
        for (var result : kernel.results()) {
            var variable = inPlace.get(result);
            if (variable != null) {
                places.put(result, new Place(DeviceArray.VARIABLES, layout.offset(variable)));
            } else {
                first.put(result, point);
                last.put(result, point);
            }
        }
    }

    /** Notes that a value is read; sources get a place here if they need one. */
    private void use(
            Node node,
            int point,
            boolean fromMemory,
            VariableLayout layout,
            Map<Node, Integer> first,
            Map<Node, Integer> last) {
        switch (node.op()) {
            case Op.ReadVariable(var variable) ->
                places.put(node, new Place(DeviceArray.VARIABLES, layout.offset(variable)));
            case Op.Input input -> {
                // Classes are read from their own array, by OneHot alone.
                if (node.type() == ElementType.REAL || program.inputs().contains(input)) {
                    gathered.add(node);
                    first.putIfAbsent(node, 0);
                    last.merge(node, point, Math::max);
                }
            }
            case Op.Constant _, Op.StepScalar _, Op.BatchSize _ -> {
                if (fromMemory) {
                    scalars.add(node);
                    first.putIfAbsent(node, 0);
                    last.merge(node, point, Math::max);
                }
            }
            case Op.ElementwiseOp _, Op.Opaque _ -> {
                if (first.containsKey(node)) {
                    last.merge(node, point, Math::max);
                }
            }
        }
    }

    @Override
    public DeviceTraits traits() {
        return traits;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public Tiling tiling(GemmShape product) {
        return tilings.apply(product);
    }

    @Override
    public Place place(Node node) {
        var place = places.get(Schedule.storage(node));
        if (place == null) {
            throw new IllegalArgumentException(node + " has no place: " + node.op());
        }
        return place;
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
        return new Place(DeviceArray.WORKSPACE, valuesEnd);
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
