/** What a device is like, and where on it values lie: which arrays there are, and the places of variables and of samples. */
@NullMarked
package dev.updraft.engine.gpu.emit.device;

import org.jspecify.annotations.NullMarked;
