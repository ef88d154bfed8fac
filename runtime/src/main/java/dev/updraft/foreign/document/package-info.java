/** JSON and the same in binary form, UBJSON, from files that nobody vouches for. */
@NullMarked
package dev.updraft.foreign.document;

import org.jspecify.annotations.NullMarked;
