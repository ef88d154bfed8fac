/** What every later stage knows of a tensor: its shape, its element type and where its first values come from. */
@NullMarked
package dev.updraft.compiler.tensor;

import org.jspecify.annotations.NullMarked;
