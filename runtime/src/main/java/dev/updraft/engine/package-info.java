/** Engines: what computes a program, and the seam they share. */
@NullMarked
package dev.updraft.engine;

import org.jspecify.annotations.NullMarked;
