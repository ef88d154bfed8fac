/**
 * What a file means: names, parameters, blocks, imports, arithmetic, types and shapes. {@link
 * dev.updraft.compiler.check.Checker} turns a syntax tree into a layer graph, or says why it cannot.
 *
 * <p>One mistake gives one message: what is wrong has no value from then on, and nothing is said of what only follows
 * from it.
 */
@NullMarked
package dev.updraft.compiler.check;

import org.jspecify.annotations.NullMarked;
