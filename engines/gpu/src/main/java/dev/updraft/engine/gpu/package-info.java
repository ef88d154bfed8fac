/**
 * The GPU engine: programs run by TornadoVM, in a process of its own, on arrays that stay on the device while many steps
 * run.
 */
@NullMarked
package dev.updraft.engine.gpu;

import org.jspecify.annotations.NullMarked;
