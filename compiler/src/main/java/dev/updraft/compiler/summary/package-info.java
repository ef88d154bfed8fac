/** What {@code updraft summary} shows of a model: its layers, their shapes, weights and cost. */
@NullMarked
package dev.updraft.compiler.summary;

import org.jspecify.annotations.NullMarked;
