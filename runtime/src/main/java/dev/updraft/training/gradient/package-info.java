/** Training by steps along a gradient, on the session of an engine, and the search for what is not finite. */
@NullMarked
package dev.updraft.training.gradient;

import org.jspecify.annotations.NullMarked;
