/** Writes a class for a model: its inputs, classes, shapes and settings as a Java developer calls them. */
@NullMarked
package dev.updraft.compiler.emit.typed;

import org.jspecify.annotations.NullMarked;
