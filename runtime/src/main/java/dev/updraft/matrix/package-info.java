/** What is computed of whole matrices, in float64. */
@NullMarked
package dev.updraft.matrix;

import org.jspecify.annotations.NullMarked;
