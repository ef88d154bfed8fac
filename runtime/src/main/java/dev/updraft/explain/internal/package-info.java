/** How trees are explained. */
@NullMarked
package dev.updraft.explain.internal;

import org.jspecify.annotations.NullMarked;
