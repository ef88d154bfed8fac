/** Finds out what the columns of a table are: one pass over the rows, in bounded memory. */
@NullMarked
package dev.updraft.data.internal.profile;

import org.jspecify.annotations.NullMarked;
