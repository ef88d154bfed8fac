/** Lowering: layers, losses, regularizers and optimizers become tensor operations, by a rule each. */
@NullMarked
package dev.updraft.compiler.lower;

import org.jspecify.annotations.NullMarked;
