/** Work that is not left to the stack of whoever calls. */
@NullMarked
package dev.updraft.compiler.stack;

import org.jspecify.annotations.NullMarked;
