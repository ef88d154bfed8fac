package dev.updraft.compiler.emit.tornado;

import dev.updraft.compiler.ops.Node;
import java.util.Set;

/**
 * One kernel of the generated source: a method, and its task.
 *
 * @param name of method and task, unique in its program, {@code conv2d_1_input_gradient}
 * @param comment what it computes, with shapes, for who reads the source
 * @param origin the operation that stands for it in error messages
 * @param arrays its parameters after the {@code KernelContext}, in the order of {@link DeviceArray}
 * @param grid work-items
 * @param body the statements of the method, indented from 0
 */
record Task(String name, String comment, Node origin, Set<DeviceArray> arrays, Grid grid, String body) {}
