/** Passes: rewrites of graphs that keep what they compute and make it cheaper. */
@NullMarked
package dev.updraft.compiler.passes;

import org.jspecify.annotations.NullMarked;
