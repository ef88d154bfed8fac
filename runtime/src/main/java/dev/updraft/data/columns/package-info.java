/** What is learnt from the columns of a table, and the numbers that stand for a row then. */
@NullMarked
package dev.updraft.data.columns;

import org.jspecify.annotations.NullMarked;
