package dev.updraft.engine.gpu.emit.device;

import java.util.List;

/**
 * The arrays on the device. A kernel takes those that it touches, after its {@code KernelContext}; all offsets are constants
 * of its source. Nothing is allocated in a step. TornadoVM's kernels take 20 arguments at most.
 */
public enum DeviceArray {
    /** Every variable of the program, as {@link VariableLayout} places them; outlives the steps. */
    VARIABLES("variables", true),
    /** Values of one step, as planned; nothing in it outlives a step. */
    WORKSPACE("workspace", true),
    /** What has no room in the first; this and the following are only there if they are needed. */
    WORKSPACE_2("workspace2", true),
    WORKSPACE_3("workspace3", true),
    WORKSPACE_4("workspace4", true),
    WORKSPACE_5("workspace5", true),
    WORKSPACE_6("workspace6", true),
    WORKSPACE_7("workspace7", true),
    WORKSPACE_8("workspace8", true),
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

    /**
     * The most elements of one array: TornadoVM counts them in an int, and so do kernels, whose work-items are rounded up to whole
     * groups. Their addresses are 64 bits wide.
     */
    public static final int MOST_ELEMENTS = Integer.MAX_VALUE / 1024 * 1024;

    /** The arrays for values of one step, in the order in which they are filled. */
    public static final List<DeviceArray> WORKSPACES = List.of(
            WORKSPACE, WORKSPACE_2, WORKSPACE_3, WORKSPACE_4, WORKSPACE_5, WORKSPACE_6, WORKSPACE_7, WORKSPACE_8);

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

    /** The expression of the array, of the driver's {@code DeviceArrays}. */
    public String access() {
        return this == WORKSPACE || !WORKSPACES.contains(this)
                ? parameter + "()"
                : "workspaces().get(" + WORKSPACES.indexOf(this) + ")";
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
