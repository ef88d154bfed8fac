/** The text of a {@code .model} file as records: what was written, not yet what it means. */
@NullMarked
package dev.updraft.compiler.syntax;

import org.jspecify.annotations.NullMarked;
