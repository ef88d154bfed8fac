/** Weights in safetensors files, read with suspicion and written so that nothing is ever half there. */
@NullMarked
package dev.updraft.weights;

import org.jspecify.annotations.NullMarked;
