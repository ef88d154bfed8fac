package dev.updraft.engine.gpu.emit;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.plan.BufferedValue.OldValue;
import dev.updraft.compiler.plan.Step;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.device.Control;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.device.SlotLayout;
import dev.updraft.engine.gpu.emit.device.VariableLayout;
import dev.updraft.engine.gpu.emit.kernels.KernelExpressions;
import dev.updraft.engine.gpu.emit.source.Extent;
import dev.updraft.engine.gpu.emit.source.Grid;
import dev.updraft.engine.gpu.emit.source.JavaText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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

    GraphEmission emission() {
        return emission;
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
        var numbers = emission.plan().numbers();
        if (!numbers.isEmpty()) {
            var text = new JavaText().open("if (context.globalIdx == 0)");
            for (var node : numbers) {
                text.line(emission.place(node).set("0", KernelExpressions.scalar(node, emission)));
            }
            tasks.add(task("set_scalars", "Numbers that are read from memory.", numbers.getFirst(), 1, text.close())
                    .touching(emission.accesses(List.of(), numbers)));
        }
        return tasks;
    }

    private GeneratedKernel gather(Node node, Op.Input input) {
        var text = new JavaText()
                .line("int index = context.globalIdx;")
                .line(Emission.COUNT)
                .open("if (index < " + Extent.of(node.shape()) + ")")
                .line(emission.place(node).set("index", sample(program, input, "index")))
                .close();
        return task(
                        "gather_" + input.name(),
                        "Fetches " + input.name() + " " + node.shape() + " of the samples of this step.",
                        node,
                        Extent.most(node.shape(), emission.capacity()),
                        text)
                .touching(emission.accesses(List.of(), List.of(node)));
    }

    /** The expression of an element of an input, counted through the batch. */
    static String sample(Program program, Op.Input input, String index) {
        var layout = SlotLayout.of(program, input);
        var size = layout.size();
        return new Place(layout.array(), layout.offset())
                .get(slot(size == 1 ? index : index + " / " + size) + " * " + layout.stride()
                        + (size == 1 ? "" : " + " + index + " % " + size));
    }

    /** The expression of a class of a target, counted through the batch: place by place, sample after sample. */
    static String label(Program program, Op.Input target, String index) {
        var layout = SlotLayout.of(program, target);
        var places = layout.size();
        var slot = slot(places == 1 ? index : index + " / " + places);
        if (layout.stride() == 1) {
            return layout.array().parameter() + ".get(" + slot + ")";
        }
        var place = (places == 1 ? "" : " + " + index + " % " + places)
                + (layout.offset() == 0 ? "" : " + " + layout.offset());
        return layout.array().parameter() + ".get(" + slot + " * " + layout.stride() + place + ")";
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

    /** Results lie one behind the other: those of all samples of the piece of the first output, then of the second. */
    private GeneratedKernel finish(Node any) {
        var text = new JavaText().line("int index = context.globalIdx;");
        var elements = 1L;
        var results = results();
        if (!results.isEmpty()) {
            text.line(Emission.COUNT);
        }
        var before = 0L;
        for (var result : results) {
            var size = result.shape().elementsPerSample();
            elements = Math.max(elements, result.shape().elements(emission.capacity()));
            var from = before == 0 ? "" : "control.get(" + Control.TOTAL + ") * " + before + " + ";
            text.open("if (index < " + Extent.of(result.shape()) + ")")
                    .line(new Place(DeviceArray.PREDICTIONS, 0)
                            .set(
                                    from + CURSOR + " * " + BATCH + " * " + size + " + index",
                                    emission.place(result).get("index")))
                    .close();
            before += size;
        }
        var losses = losses();
        if (!losses.isEmpty()) {
            text.open("if (index == 0)");
            for (var at = 0; at < losses.size(); at++) {
                var place = losses.size() == 1 ? CURSOR : CURSOR + " * " + losses.size() + " + " + at;
                text.line(new Place(DeviceArray.LOSSES, 0)
                        .set(place, emission.place(losses.get(at)).get("0")));
            }
            text.close();
        }
        var handedOut = Stream.concat(results.stream(), losses.stream()).toList();
        return task("finish_step", "Hands out loss and predictions.", any, elements, text)
                .touching(emission.accesses(handedOut, List.of()));
    }

    /** What is handed out of each sample. */
    List<Node> results() {
        return nodes(program.results(graph).stream());
    }

    /** The loss, then its terms if there are several. */
    List<Node> losses() {
        return nodes(Stream.concat(Stream.of(Program.LOSS), program.losses().stream()));
    }

    private List<Node> nodes(Stream<String> names) {
        return names.map(graph.outputs()::get).filter(Objects::nonNull).toList();
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
