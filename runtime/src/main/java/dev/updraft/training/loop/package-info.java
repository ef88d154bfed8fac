/** The training loop: epochs, metrics, callbacks and checkpoints of a {@link dev.updraft.training.loop.Learner}, however it learns. */
@NullMarked
package dev.updraft.training.loop;

import org.jspecify.annotations.NullMarked;
