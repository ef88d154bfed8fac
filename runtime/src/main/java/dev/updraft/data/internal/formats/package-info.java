/** Readers of file formats: CSV, IDX, NumPy, CIFAR's batches, folders of images. */
@NullMarked
package dev.updraft.data.internal.formats;

import org.jspecify.annotations.NullMarked;
