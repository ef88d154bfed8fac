/** Metrics: metrics of how good predictions are, gathered batch by batch with the definitions of scikit-learn. */
@NullMarked
package dev.updraft.metrics;

import org.jspecify.annotations.NullMarked;
