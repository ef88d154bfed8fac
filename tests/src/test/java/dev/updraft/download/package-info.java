/** Downloads, from a server on loopback that misbehaves as told. */
@NullMarked
package dev.updraft.download;

import org.jspecify.annotations.NullMarked;
