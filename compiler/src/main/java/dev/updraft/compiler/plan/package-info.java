/**
 * Plans: what an engine runs. The kernels of a {@link dev.updraft.compiler.schedule.Schedule} are put in order for one size of
 * batch, every value gets a lifetime and a place, and the result is an {@link dev.updraft.compiler.plan.ExecutablePlan}.
 */
@NullMarked
package dev.updraft.compiler.plan;

import org.jspecify.annotations.NullMarked;
