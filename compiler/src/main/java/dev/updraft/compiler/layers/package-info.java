/** The layer graph: a checked network of layers with shapes, as people speak of it. */
@NullMarked
package dev.updraft.compiler.layers;

import org.jspecify.annotations.NullMarked;
