/** The compiler of {@code .model} files: text to layer graph to programs. */
@NullMarked
package dev.updraft.compiler;

import org.jspecify.annotations.NullMarked;
