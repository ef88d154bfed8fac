/** Checkpoints on disk: written so that nothing is ever half there, and read with suspicion. */
@NullMarked
package dev.updraft.checkpoints;

import org.jspecify.annotations.NullMarked;
