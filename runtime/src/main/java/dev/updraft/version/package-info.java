/** Which Updraft this is. */
@NullMarked
package dev.updraft.version;

import org.jspecify.annotations.NullMarked;
