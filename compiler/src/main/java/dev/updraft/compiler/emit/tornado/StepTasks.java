package dev.updraft.compiler.emit.tornado;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.schedule.InPlaceUpdates;
import dev.updraft.compiler.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;

/** What every step does before and after its operations: fetches its samples, hands out results, moves on. */
final class StepTasks {
    private static final String CURSOR = "control.get(" + Control.CURSOR + ")";
    private static final String BATCH = "control.get(" + Control.BATCH + ")";

    private final Program program;
    private final Graph graph;
    private final GraphEmission emission;

    StepTasks(Program program, Graph graph, GraphEmission emission) {
        this.program = program;
        this.graph = graph;
        this.emission = emission;
    }

    /** Slots of {@link DeviceArray#SAMPLES}, in elements. */
    static int sampleSize(Program program) {
        return Math.toIntExact(program.inputs().stream()
                .mapToLong(input -> input.shape().elementsPerSample())
                .sum());
    }

    /** The expression of the slot of a sample of this step. */
    static String slot(String sample) {
        return "order.get(" + CURSOR + " * " + BATCH + " + " + sample + ")";
    }

    List<GeneratedKernel> before() {
        var tasks = new ArrayList<GeneratedKernel>();
        for (var node : emission.gathered()) {
            tasks.add(gather(node, (Op.Input) node.op()));
        }
        if (!emission.scalars().isEmpty()) {
            var text = new JavaText().open("if (context.globalIdx == 0)");
            for (var node : emission.scalars()) {
                text.line(emission.place(node).set("0", KernelExpressions.scalar(node, emission)));
            }
            var first = emission.scalars().iterator().next();
            tasks.add(task("set_scalars", "Numbers that are read from memory.", first, 1, text.close()));
        }
        return tasks;
    }

    private GeneratedKernel gather(Node node, Op.Input input) {
        var size = input.shape().elementsPerSample();
        var target = program.target();
        var isTarget = target != null && target.name().equals(input.name());
        var from = new Place(isTarget ? DeviceArray.TARGETS : DeviceArray.SAMPLES, isTarget ? 0 : offset(input));
        var stride = isTarget ? size : sampleSize(program);
        var text = new JavaText()
                .line("int index = context.globalIdx;")
                .line(Emission.COUNT)
                .open("if (index < " + Extent.of(node.shape()) + ")")
                .line("int slot = " + slot(size == 1 ? "index" : "index / " + size) + ";")
                .line(emission.place(node)
                        .set("index", from.get("slot * " + stride + (size == 1 ? "" : " + index % " + size))))
                .close();
        return task(
                "gather_" + input.name(),
                "Fetches " + input.name() + " " + node.shape() + " of the samples of this step.",
                node,
                Extent.most(node.shape(), emission.capacity()),
                text);
    }

    private int offset(Op.Input input) {
        var offset = 0L;
        for (var each : program.inputs()) {
            if (each.name().equals(input.name())) {
                break;
            }
            offset += each.shape().elementsPerSample();
        }
        return Math.toIntExact(offset);
    }

    List<GeneratedKernel> after() {
        var tasks = new ArrayList<>(commits());
        var any = graph.nodes().getLast();
        tasks.add(finish(any));
        tasks.add(next(any));
        return tasks;
    }

    /**
     * Copies new values of variables that could not be written in place. Where one is the old value of another variable, it is
     * laid aside before any variable changes.
     */
    private List<GeneratedKernel> commits() {
        var inPlace = emission.inPlace();
        var layout = VariableLayout.of(program);
        var aside = new ArrayList<GeneratedKernel>();
        var stores = new ArrayList<GeneratedKernel>();
        var used = 0L;
        for (var update : graph.updates().entrySet()) {
            var variable = update.getKey();
            var value = update.getValue();
            if (variable.equals(inPlace.get(value)) || InPlaceUpdates.isRead(value, variable)) {
                continue;
            }
            var elements = variable.shape().elementsPerSample();
            var from = emission.place(value);
            if (Schedule.storage(value).op() instanceof Op.ReadVariable) {
                var start = emission.scratch(used + elements);
                var kept = new Place(start.array(), start.offset() + Math.toIntExact(used));
                used += elements;
                aside.add(copy("keep_" + variable.name(), "An old value.", value, elements, from, kept));
                from = kept;
            }
            var target = new Place(DeviceArray.VARIABLES, layout.offset(variable));
            stores.add(copy(
                    "store_" + variable.name(),
                    "The new value of " + variable.name() + ".",
                    value,
                    elements,
                    from,
                    target));
        }
        aside.addAll(stores);
        return aside;
    }

    private GeneratedKernel copy(String name, String comment, Node origin, long elements, Place from, Place to) {
        var text = new JavaText()
                .line("int index = context.globalIdx;")
                .open("if (index < " + elements + ")")
                .line(to.set("index", from.get("index")))
                .close();
        return task(name, comment, origin, elements, text);
    }

    private GeneratedKernel finish(Node any) {
        var text = new JavaText().line("int index = context.globalIdx;");
        var elements = 1L;
        var prediction = graph.outputs().get(Program.PREDICTION);
        if (prediction != null) {
            var size = prediction.shape().elementsPerSample();
            elements = prediction.shape().elements(emission.capacity());
            text.line(Emission.COUNT)
                    .open("if (index < " + Extent.of(prediction.shape()) + ")")
                    .line(new Place(DeviceArray.PREDICTIONS, 0)
                            .set(
                                    CURSOR + " * " + BATCH + " * " + size + " + index",
                                    emission.place(prediction).get("index")))
                    .close();
        }
        var loss = graph.outputs().get(Program.LOSS);
        if (loss != null) {
            text.open("if (index == 0)")
                    .line(new Place(DeviceArray.LOSSES, 0)
                            .set(CURSOR, emission.place(loss).get("0")))
                    .close();
        }
        return task("finish_step", "Hands out loss and predictions.", any, elements, text);
    }

    private GeneratedKernel next(Node any) {
        var text = new JavaText()
                .open("if (context.globalIdx == 0)")
                .line("int cursor = " + CURSOR + " + 1;")
                .line("int left = control.get(" + Control.TOTAL + ") - cursor * " + BATCH + ";")
                .line("int step = control.get(" + Control.STEP_LOW + ") + 1;")
                .line("control.set(" + Control.CURSOR + ", cursor);")
                .line("control.set(" + Control.COUNT + ", left < " + BATCH + " ? left : " + BATCH + ");")
                .line("control.set(" + Control.STEP_LOW + ", step);")
                .open("if (step == 0)")
                .line("control.set(" + Control.STEP_HIGH + ", control.get(" + Control.STEP_HIGH + ") + 1);")
                .close()
                .close();
        return task("next_step", "Moves on.", any, 1, text);
    }

    private GeneratedKernel task(String name, String comment, Node origin, long items, JavaText text) {
        return new GeneratedKernel(
                emission.name(name.replaceAll("[^A-Za-z0-9_]", "_")),
                comment,
                origin,
                Grid.of(items, items == 1 ? 1 : emission.traits().workGroup()),
                text.toString());
    }
}
