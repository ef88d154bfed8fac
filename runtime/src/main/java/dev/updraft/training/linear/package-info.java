/** Linear models, whose weights are found in float64 from all samples at once. */
@NullMarked
package dev.updraft.training.linear;

import org.jspecify.annotations.NullMarked;
