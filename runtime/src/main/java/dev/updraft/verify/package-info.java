/** Whether engines compute right on this machine. */
@NullMarked
package dev.updraft.verify;

import org.jspecify.annotations.NullMarked;
