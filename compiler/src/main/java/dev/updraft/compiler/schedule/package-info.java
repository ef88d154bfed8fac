/**
 * Schedules: a graph cut into kernels, in stages between which the parts of a batch meet. One schedule serves every engine
 * and size of batch.
 */
@NullMarked
package dev.updraft.compiler.schedule;

import org.jspecify.annotations.NullMarked;
