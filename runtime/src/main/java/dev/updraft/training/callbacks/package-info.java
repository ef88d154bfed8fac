/** Callbacks that are ready to use: those that a {@code fit} block can name. */
@NullMarked
package dev.updraft.training.callbacks;

import org.jspecify.annotations.NullMarked;
