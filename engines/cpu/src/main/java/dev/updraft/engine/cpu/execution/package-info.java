/** What runs on a thread: tasks, the memory they work on, and the phases they run in. */
@NullMarked
package dev.updraft.engine.cpu.execution;

import org.jspecify.annotations.NullMarked;
