/** What training draws from a data set: batches, folds, and the data as a model expects it. */
@NullMarked
package dev.updraft.data.batches;

import org.jspecify.annotations.NullMarked;
