/** Installing the SDK, from a server on loopback and archives made here. */
@NullMarked
package dev.updraft.engine.gpu.install;

import org.jspecify.annotations.NullMarked;
