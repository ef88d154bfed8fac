/** Trees of other programs, as all of their files tell them. */
@NullMarked
package dev.updraft.foreign.trees;

import org.jspecify.annotations.NullMarked;
