/** What the loss says of outputs that a learner has found: for trees and linear models, which no optimizer trains. */
@NullMarked
package dev.updraft.training.objective;

import org.jspecify.annotations.NullMarked;
