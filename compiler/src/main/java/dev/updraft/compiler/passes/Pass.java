package dev.updraft.compiler.passes;

import dev.updraft.compiler.ops.Graph;
import java.util.function.UnaryOperator;

/**
 * A rewrite of a graph that keeps what it computes.
 *
 * @param name what it does, in a word or two
 * @param rewrite makes the new graph; nodes that nothing needs any more are left out
 */
public record Pass(String name, UnaryOperator<Graph> rewrite) {}
