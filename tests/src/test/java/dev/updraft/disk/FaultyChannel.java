package dev.updraft.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A file of a {@link FaultyDisk}. Forcing it takes no time: nobody turns the power off in a test. */
final class FaultyChannel extends FileChannel {
    private final FileChannel real;
    private final FaultyDisk disk;
    private long lost;

    FaultyChannel(FileChannel real, FaultyDisk disk) {
        this.real = real;
        this.disk = disk;
    }

    /** Writes bytes to where they belong. */
    @FunctionalInterface
    private interface Writing {
        int write(ByteBuffer bytes) throws IOException;
    }

    private int write(ByteBuffer bytes, Writing writing) throws IOException {
        disk.change();
        var wanted = Math.min(bytes.remaining(), disk.most);
        var kept = (int) Math.min(wanted, disk.room);
        if (kept < wanted && kept == 0 && !disk.lies) {
            throw new IOException("No space left on device");
        }
        var slice = bytes.slice(bytes.position(), kept);
        while (slice.hasRemaining()) {
            writing.write(slice);
        }
        disk.room -= kept;
        var taken = disk.lies ? wanted : kept;
        bytes.position(bytes.position() + taken);
        lost += taken - kept;
        return taken;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return write(bytes, real::write);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        return write(bytes, slice -> real.write(slice, position + slice.position()));
    }

    @Override
    public long position() throws IOException {
        return real.position() + lost;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        disk.change();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        disk.change();
        real.truncate(size);
        return this;
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return real.read(target);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return real.read(target, position);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return real.read(targets, offset, length);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return real.map(mode, position, size);
    }

    @Override
    public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
        return real.map(mode, offset, size, arena);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
