/**
 * A double of TornadoVM's API, for tests where there is no TornadoVM: of its names and signatures those that Updraft uses, and
 * plain Java behind them. It is not TornadoVM and shares no code with it.
 *
 * <p>It is strict where the real one is silent or crashes: device arrays are copies, so that what was not transferred is not
 * there; work-items of a group really meet at barriers, and one that misses a barrier is an error; local memory begins as
 * NaN; an array passes from a graph to the next only if both say so; a task has at most 20 arguments, a graph 256 tasks, and
 * groups must divide the grid.
 */
@NullMarked
package uk.ac.manchester.tornado.api;

import org.jspecify.annotations.NullMarked;
