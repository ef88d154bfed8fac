/** Activations and losses beside Keras's, where their rules change and far out. */
@NullMarked
package dev.updraft.engine.functions;

import org.jspecify.annotations.NullMarked;
