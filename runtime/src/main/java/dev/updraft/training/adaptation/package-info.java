/** Learns from the training data, before the first step, what layers such as {@code encode} and {@code normalization} need. */
@NullMarked
package dev.updraft.training.adaptation;

import org.jspecify.annotations.NullMarked;
