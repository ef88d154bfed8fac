/** Readers of file formats, and data sets that are held in memory. */
@NullMarked
package dev.updraft.data.internal;

import org.jspecify.annotations.NullMarked;
