/**
 * Schedules: a graph cut into kernels that an engine runs one after the other, in stages between which the parts of a
 * batch meet, with memory planned ahead.
 */
@NullMarked
package dev.updraft.compiler.schedule;

import org.jspecify.annotations.NullMarked;
