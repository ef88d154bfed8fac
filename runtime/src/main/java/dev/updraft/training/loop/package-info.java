/** The training loop: epochs, steps, checkpoints, and the search for what is not finite. */
@NullMarked
package dev.updraft.training.loop;

import org.jspecify.annotations.NullMarked;
