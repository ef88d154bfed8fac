/**
 * Decision trees over binned features: one histogram engine for gradient boosting, forests and single trees. It knows arrays
 * alone, nothing of models and data sets.
 */
@NullMarked
package dev.updraft.trees;

import org.jspecify.annotations.NullMarked;
