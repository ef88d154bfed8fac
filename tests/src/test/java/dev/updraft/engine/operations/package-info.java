/** One test class per operation: its shapes, its values, its gradient, and what every engine makes of it. */
@NullMarked
package dev.updraft.engine.operations;

import org.jspecify.annotations.NullMarked;
