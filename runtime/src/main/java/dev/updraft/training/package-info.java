/** Training: the loop over epochs and steps, and what it tells those who listen. */
@NullMarked
package dev.updraft.training;

import org.jspecify.annotations.NullMarked;
