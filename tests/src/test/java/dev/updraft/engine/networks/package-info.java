/** Whole networks against figures of an independent library. */
@NullMarked
package dev.updraft.engine.networks;

import org.jspecify.annotations.NullMarked;
