package dev.updraft.engine.gpu.emit.device;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.ElementType;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an input or a target of a sample lies. A slot of {@link DeviceArray#SAMPLES} has the inputs one behind the other, one of
 * {@link DeviceArray#TARGETS} the real targets, and one of {@link DeviceArray#LABELS} those that are classes.
 *
 * @param input which it is
 * @param array with its slots
 * @param offset where it begins in a slot, in elements
 * @param stride elements of a slot
 */
public record SlotLayout(Op.Input input, DeviceArray array, int offset, int stride) {

    /** Of the inputs, in the program's order. */
    public static List<SlotLayout> inputs(Program program) {
        return of(program.inputs(), DeviceArray.SAMPLES);
    }

    /** Of the targets, in the program's order. */
    public static List<SlotLayout> targets(Program program) {
        var reals = of(ofType(program, ElementType.REAL), DeviceArray.TARGETS);
        var classes = of(ofType(program, ElementType.INT32), DeviceArray.LABELS);
        return program.targets().stream()
                .map(target -> target.type() == ElementType.REAL ? find(reals, target) : find(classes, target))
                .toList();
    }

    /** Elements of a slot of an array; 0 if nothing lies there. */
    public static int stride(Program program, DeviceArray array) {
        return (array == DeviceArray.SAMPLES ? inputs(program) : targets(program))
                .stream()
                        .filter(layout -> layout.array == array)
                        .mapToInt(SlotLayout::stride)
                        .findFirst()
                        .orElse(0);
    }

    /** Of an input or target. */
    public static SlotLayout of(Program program, Op.Input input) {
        return find(program.targets().contains(input) ? targets(program) : inputs(program), input);
    }

    private static SlotLayout find(List<SlotLayout> layouts, Op.Input input) {
        return layouts.stream()
                .filter(layout -> layout.input.equals(input))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the program has no input " + input.name()));
    }

    private static List<Op.Input> ofType(Program program, ElementType type) {
        return program.targets().stream()
                .filter(target -> target.type() == type)
                .toList();
    }

    private static List<SlotLayout> of(List<Op.Input> inputs, DeviceArray array) {
        var stride = Math.toIntExact(inputs.stream()
                .mapToLong(input -> input.shape().elementsPerSample())
                .sum());
        var layouts = new ArrayList<SlotLayout>();
        var offset = 0;
        for (var input : inputs) {
            layouts.add(new SlotLayout(input, array, offset, stride));
            offset += (int) input.shape().elementsPerSample();
        }
        return layouts;
    }

    /** How many elements it has. */
    public int size() {
        return (int) input.shape().elementsPerSample();
    }
}
