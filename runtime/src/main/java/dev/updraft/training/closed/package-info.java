/** How layers learn that learn all they know from the training data at once. */
@NullMarked
package dev.updraft.training.closed;

import org.jspecify.annotations.NullMarked;
