/** What the trees of a model ask, and what its predictions follow from. */
@NullMarked
package dev.updraft.explain;

import org.jspecify.annotations.NullMarked;
