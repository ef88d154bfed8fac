@NullMarked
package dev.updraft.training.supervised;

import org.jspecify.annotations.NullMarked;
