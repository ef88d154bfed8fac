/** The folder of a run's checkpoints: states, their manifest, the history, and who holds the lock. */
@NullMarked
package dev.updraft.checkpoints.internal;

import org.jspecify.annotations.NullMarked;
