/** Reads of a table what a model with groups of columns takes: its columns by their names, whatever their order. */
@NullMarked
package dev.updraft.data.internal.grouped;

import org.jspecify.annotations.NullMarked;
