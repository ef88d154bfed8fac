/** What training draws from a data set: batches, splits, folds and shuffles, checked against what a model expects. */
@NullMarked
package dev.updraft.data.batches;

import org.jspecify.annotations.NullMarked;
