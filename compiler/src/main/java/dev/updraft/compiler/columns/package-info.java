/** The columns of tables that a model takes: their kinds, and the numbers that stand for them in a row of an input. */
@NullMarked
package dev.updraft.compiler.columns;

import org.jspecify.annotations.NullMarked;
