package dev.updraft.compiler.emit.tornado;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.plan.BufferedValue.OldValue;
import dev.updraft.compiler.plan.Step;
import dev.updraft.compiler.program.Program;
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
        for (var node : emission.plan().copiedInputs()) {
            tasks.add(gather(node, (Op.Input) node.op()));
        }
        var numbers = emission.plan().numbers();
        if (!numbers.isEmpty()) {
            var text = new JavaText().open("if (context.globalIdx == 0)");
            for (var node : numbers) {
                text.line(emission.place(node).set("0", KernelExpressions.scalar(node, emission)));
            }
            tasks.add(task("set_scalars", "Numbers that are read from memory.", numbers.getFirst(), 1, text.close()));
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
        var any = graph.nodes().getLast();
        return List.of(finish(any), next(any));
    }

    /** Lays old values of variables aside. */
    List<GeneratedKernel> keep(Step.KeepOldValues step) {
        return step.values().entrySet().stream()
                .map(entry -> copy(
                        "keep_" + entry.getKey().name(),
                        "An old value.",
                        entry.getValue(),
                        entry.getKey(),
                        emission.place(entry.getValue()),
                        emission.place(new OldValue(entry.getKey()))))
                .toList();
    }

    /** Copies new values of variables that could not be written in place. */
    List<GeneratedKernel> store(Step.StoreVariables step) {
        var layout = VariableLayout.of(program);
        return step.values().entrySet().stream()
                .map(entry -> {
                    var variable = entry.getKey();
                    var kept = new OldValue(variable);
                    return copy(
                            "store_" + variable.name(),
                            "The new value of " + variable.name() + ".",
                            entry.getValue(),
                            variable,
                            emission.plan().buffers().containsKey(kept)
                                    ? emission.place(kept)
                                    : emission.place(entry.getValue()),
                            new Place(DeviceArray.VARIABLES, layout.offset(variable)));
                })
                .toList();
    }

    private GeneratedKernel copy(String name, String comment, Node origin, Variable variable, Place from, Place to) {
        var elements = variable.shape().elementsPerSample();
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
