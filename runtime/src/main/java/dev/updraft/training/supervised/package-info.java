/** Algorithms that learn from samples and their targets at once: support-vector machines, exact and by random Fourier features. */
@NullMarked
package dev.updraft.training.supervised;

import org.jspecify.annotations.NullMarked;
