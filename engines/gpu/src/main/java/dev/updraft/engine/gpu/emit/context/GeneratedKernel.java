package dev.updraft.engine.gpu.emit.context;

import dev.updraft.compiler.ops.Node;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.source.Grid;
import java.util.EnumSet;
import java.util.Set;

/**
 * One kernel of the generated source: a method, and its task.
 *
 * @param name of method and task, unique in its program, {@code conv2d_1_input_gradient}
 * @param comment what it computes, with shapes, for who reads the source
 * @param origin the operation that stands for it in error messages
 * @param grid work-items
 * @param body the statements of the method, indented from 0
 * @param accesses the memory that it reads and writes
 */
public record GeneratedKernel(String name, String comment, Node origin, Grid grid, String body, Accesses accesses) {

    /** A kernel that may touch everything, until it is told what it touches. */
    public GeneratedKernel(String name, String comment, Node origin, Grid grid, String body) {
        this(name, comment, origin, grid, body, Accesses.ALL);
    }

    /** The same kernel, of which is known what it touches. */
    public GeneratedKernel touching(Accesses touched) {
        return new GeneratedKernel(name, comment, origin, grid, body, touched);
    }

    /** Its parameters after the {@code KernelContext}: the arrays that the body touches. */
    public Set<DeviceArray> arrays() {
        var touched = EnumSet.noneOf(DeviceArray.class);
        for (var array : DeviceArray.values()) {
            if (body.contains(array.parameter() + ".get(") || body.contains(array.parameter() + ".set(")) {
                touched.add(array);
            }
        }
        return touched;
    }
}
