/** Weights of a model in a safetensors file: which tensor is which variable, and what the file says of the model. */
@NullMarked
package dev.updraft.weights.internal;

import org.jspecify.annotations.NullMarked;
