/** Columns and numbers that are too many for Java's memory, kept in a temporary file. */
@NullMarked
package dev.updraft.data.internal.spill;

import org.jspecify.annotations.NullMarked;
