/** Random networks on the gpu engine against the reference. */
@NullMarked
package dev.updraft.engine.fuzz;

import org.jspecify.annotations.NullMarked;
