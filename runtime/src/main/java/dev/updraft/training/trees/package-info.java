/** Growing the trees of a model, one an epoch, as its loss asks for. */
@NullMarked
package dev.updraft.training.trees;

import org.jspecify.annotations.NullMarked;
