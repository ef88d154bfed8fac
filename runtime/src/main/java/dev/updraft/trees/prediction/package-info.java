/** What trees give for rows: the arrays that a model's weights are, laid out so that many rows go down them quickly. */
@NullMarked
package dev.updraft.trees.prediction;

import org.jspecify.annotations.NullMarked;
