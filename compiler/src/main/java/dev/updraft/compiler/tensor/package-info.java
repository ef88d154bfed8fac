/** Shapes and element types, shared by every later stage. */
@NullMarked
package dev.updraft.compiler.tensor;

import org.jspecify.annotations.NullMarked;
