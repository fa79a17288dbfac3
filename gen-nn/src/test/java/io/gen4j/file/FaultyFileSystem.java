package io.gen4j.file;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The machine's own files, on a disk that fails from a certain change on: opening for writing, writing, flushing, renaming
 * and making directories do, and the first write that fails leaves half of its bytes. Reading works.
 */
public final class FaultyFileSystem extends FileSystem {

    /** How the disk fails. */
    public enum Fault {
        /** Files can still be deleted. */
        FULL("No space left on device"),
        /** Files cannot be deleted either, as after a fault of the disk. */
        READ_ONLY("Read-only file system"),
        /** The process is killed: each change, deleting included, throws {@link Killed} and leaves the disk as it is. */
        KILLED("killed");

        private final String reason;

        Fault(String reason) {
            this.reason = reason;
        }

        /** What every failure says, in the system's words. */
        public String reason() {
            return reason;
        }
    }

    /** Stands for the end of the process; an error, so that nothing but a test catches it. */
    public static final class Killed extends Error {

        private static final long serialVersionUID = 1L;

        Killed(Object file) {
            super("killed at " + file);
        }
    }

    private final FileSystem real;
    private final FaultyProvider provider;
    private final Fault fault;
    private final int firstFault;
    private final Consumer<Path> flushes;
    private int changes;

    private FaultyFileSystem(FileSystem real, Fault fault, int firstFault, Consumer<Path> flushes) {
        this.flushes = flushes;
        this.real = real;
        this.fault = fault;
        this.firstFault = firstFault;
        this.provider = new FaultyProvider();
    }

    /**
     * A path to the same file as another one.
     *
     * @param fault how it fails
     * @param firstFault the first change that fails, counted from 1
     */
    public static Path path(Path path, Fault fault, int firstFault) {
        return new FaultyFileSystem(path.getFileSystem(), fault, firstFault, file -> {}).wrap(path);
    }

    /**
     * A path to the same file as another one, on a disk that never fails.
     *
     * @param flushes hears of each file and directory that is flushed
     */
    public static Path watched(Path path, Consumer<Path> flushes) {
        return new FaultyFileSystem(path.getFileSystem(), Fault.FULL, Integer.MAX_VALUE, flushes).wrap(path);
    }

    /** How many changes there have been on the disk of a path that {@link #path} gave. */
    public static int changes(Path path) {
        return ((FaultyFileSystem) path.getFileSystem()).changes;
    }

    private boolean isBroken() {
        return changes >= firstFault;
    }

    private void change(Object file) throws IOException {
        if (++changes >= firstFault) {
            if (fault == Fault.KILLED) {
                throw new Killed(file);
            }
            throw new FileSystemException(file.toString(), null, fault.reason());
        }
    }

    /** A path whose file system is this one. */
    private Path wrap(Path path) {
        return (Path) Proxy.newProxyInstance(
                FaultyFileSystem.class.getClassLoader(),
                new Class<?>[] {Path.class, Wrapped.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getFileSystem")) {
                        return this;
                    }
                    if (method.getName().equals("real")) {
                        return path;
                    }
                    Object[] unwrapped = arguments == null ? null : arguments.clone();
                    for (int i = 0; unwrapped != null && i < unwrapped.length; i++) {
                        unwrapped[i] = unwrap(unwrapped[i]);
                    }
                    try {
                        Object result = method.invoke(path, unwrapped);
                        return result instanceof Path other ? wrap(other) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** What a path of this file system is, too. */
    private interface Wrapped {
        Path real();
    }

    private static Object unwrap(Object object) {
        return object instanceof Wrapped wrapped ? wrapped.real() : object;
    }

    private static Path real(Path path) {
        return (Path) unwrap(path);
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return real.getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrap(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        return real.getPathMatcher(syntaxAndPattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
        return real.newWatchService();
    }

    private final class FaultyProvider extends FileSystemProvider {

        private final FileSystemProvider delegate = real.provider();

        @Override
        public String getScheme() {
            return "faulty";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return newFileChannel(path, options, attributes);
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            if (options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND)) {
                change(path);
            }
            return new FaultyChannel(path, FileChannel.open(real(path), options, attributes));
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            DirectoryStream<Path> stream = delegate.newDirectoryStream(real(path), entry -> filter.accept(wrap(entry)));
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    Iterator<Path> paths = stream.iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return paths.hasNext();
                        }

                        @Override
                        public Path next() {
                            return wrap(paths.next());
                        }
                    };
                }

                @Override
                public void close() throws IOException {
                    stream.close();
                }
            };
        }

        @Override
        public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
            if (!java.nio.file.Files.exists(real(path))) {
                change(path);
            }
            delegate.createDirectory(real(path), attributes);
        }

        @Override
        public void delete(Path path) throws IOException {
            if (fault == Fault.KILLED || fault == Fault.READ_ONLY && isBroken()) {
                change(path);
            }
            delegate.delete(real(path));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) throws IOException {
            change(target);
            delegate.copy(real(source), real(target), options);
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            change(target);
            delegate.move(real(source), real(target), options);
        }

        @Override
        public boolean isSameFile(Path path, Path other) throws IOException {
            return delegate.isSameFile(real(path), real(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return delegate.isHidden(real(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return delegate.getFileStore(real(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            delegate.checkAccess(real(path), modes);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            return delegate.getFileAttributeView(real(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return delegate.readAttributes(real(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
                throws IOException {
            return delegate.readAttributes(real(path), attributes, options);
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
            delegate.setAttribute(real(path), attribute, value, options);
        }
    }

    private final class FaultyChannel extends FileChannel {

        private final Path path;
        private final FileChannel delegate;

        FaultyChannel(Path path, FileChannel delegate) {
            this.path = path;
            this.delegate = delegate;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            boolean wasBroken = isBroken();
            try {
                change(path);
            } catch (IOException | Killed e) {
                if (!wasBroken) {
                    delegate.write(source.slice(source.position(), source.remaining() / 2));
                }
                throw e;
            }
            return delegate.write(source);
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
            change(path);
            return delegate.write(sources, offset, length);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            change(path);
            return delegate.write(source, position);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            change(path);
            flushes.accept(real(path));
            delegate.force(metaData);
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            change(path);
            delegate.truncate(size);
            return this;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return delegate.read(target);
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
            return delegate.read(targets, offset, length);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return delegate.read(target, position);
        }

        @Override
        public long position() throws IOException {
            return delegate.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            delegate.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return delegate.size();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
            return delegate.transferTo(position, count, target);
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
            change(path);
            return delegate.transferFrom(source, position, count);
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
            return delegate.map(mode, position, size);
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) throws IOException {
            return delegate.lock(position, size, shared);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return delegate.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            delegate.close();
        }
    }
}
