package dev.updraft.engine.gpu.emit.device;

/**
 * The arrays on the device. A kernel takes those that it touches, after its {@code KernelContext}; all offsets are constants
 * of its source. So no kernel has more than ten arguments, and nothing is allocated in a step.
 */
public enum DeviceArray {
    /** Every variable of the program, as {@link VariableLayout} places them; outlives the steps. */
    VARIABLES("variables", true),
    /** Values of one step, as planned; nothing in it outlives a step. */
    WORKSPACE("workspace", true),
    /**
     * Slots of samples; in each the inputs of one sample one after another, in the program's order. Whole numbers are there as
     * float32.
     */
    SAMPLES("samples", true),
    /** Real targets by slot, in each those of one sample one after another; one element if there are none. */
    TARGETS("targets", true),
    /** Class numbers by slot, in the same way; one element if there are none. */
    LABELS("labels", false),
    /** The slot of each sample of the piece, in the order of the steps. */
    ORDER("order", false),
    /** What changes from step to step; see {@link Control}. */
    CONTROL("control", false),
    /** The step scalars of each step of the piece, in the program's order. */
    SCALARS("scalars", true),
    /** The mean loss of each step of the piece, with its terms behind it if there are several. */
    LOSSES("losses", true),
    /** The predictions for the samples of the piece, in the order of the steps: all of an output, then all of the next. */
    PREDICTIONS("predictions", true);

    private final String parameter;
    private final boolean real;

    DeviceArray(String parameter, boolean real) {
        this.parameter = parameter;
        this.real = real;
    }

    /** Its name in generated source. */
    public String parameter() {
        return parameter;
    }

    /** Whether its elements are float32; else they are int32. */
    public boolean real() {
        return real;
    }

    /** TornadoVM's class for it. */
    public String type() {
        return real ? "FloatArray" : "IntArray";
    }
}
