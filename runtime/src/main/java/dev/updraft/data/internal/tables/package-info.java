/**
 * Tables as people have them: CSV in any dialect, JSON, ARFF and libsvm files, packed or not, read by column.
 *
 * <p>{@link TableFiles} opens a file, {@link TableFile} tells its columns, and a {@link Table} holds those that were
 * requested. What was found out about a file is said in one line, and what cannot be read in one exception.
 */
@NullMarked
package dev.updraft.data.internal.tables;

import org.jspecify.annotations.NullMarked;
