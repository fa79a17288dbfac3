package io.gen4j.onednn;

import io.gen4j.runtime.ConvolutionEngine;
import io.gen4j.runtime.WorkerPool;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A convolution by oneDNN's primitives. Each thread has primitives of its own for its share of the images, and a sum of
 * its own for the gradient of the weights.
 */
final class OneDnnConvolution implements ConvolutionEngine {

    /** The largest number of threads: each one needs its own copy of the weights' gradients. */
    private static final int MOST_PARTS = 16;

    /** The numbers that one thread compares or copies at once. */
    private static final int SLICE = 1 << 16;

    /** The number of channels in a vector register. oneDNN's fast code takes multiples of it. */
    private static final int VECTOR = 16;

    /** oneDNN has code of its own for pictures, with so few channels. */
    private static final int COLOURS = 3;

    private final Shape shape;
    private final Dnnl library = new Dnnl();
    private final dnnl_memory_desc_t plain;
    private final int size;
    private final FloatPointer weights;
    private final List<Part> parts;
    private final List<ArrangedWeights> arrangements = new ArrayList<>();
    private long version;

    OneDnnConvolution(Shape shape) {
        this.shape = shape;
        plain = Dnnl.layout(
                dnnl.dnnl_oihw,
                shape.smallChannels(),
                shape.largeChannels(),
                shape.kernel().down(),
                shape.kernel().across());
        size = (int) (dnnl.dnnl_memory_desc_get_size(plain) / Float.BYTES);
        weights = NativeFloats.allocate(size);
        parts = IntStream.range(0, Math.min(MOST_PARTS, WorkerPool.shared().size()))
                .mapToObj(i -> new Part())
                .toList();
    }

    /** The passes that were measured to be faster than matrix products, with AVX2 and with AVX-512. */
    static boolean suits(Shape shape, Pass pass) {
        boolean hasPixels = shape.small().down() * shape.small().across() > 1;
        boolean fromPicture = shape.largeChannels() <= COLOURS && pass != Pass.TO_LARGE;
        return hasPixels && shape.smallChannels() % VECTOR == 0 && (shape.largeChannels() % VECTOR == 0 || fromPicture);
    }

    @Override
    public boolean suits(Pass pass) {
        return suits(shape, pass);
    }

    @Override
    public void take(FloatPointer newWeights) {
        int slices = (size + SLICE - 1) / SLICE;
        AtomicBoolean changed = new AtomicBoolean(version == 0);
        WorkerPool.shared().run(slices, slice -> {
            if (!changed.get()
                    && !NativeFloats.isEqual(slice(weights, slice), slice(newWeights, slice), length(slice))) {
                changed.set(true);
            }
        });
        if (changed.get()) {
            WorkerPool.shared()
                    .run(
                            slices,
                            slice -> NativeFloats.copy(slice(newWeights, slice), slice(weights, slice), length(slice)));
            version++;
        }
    }

    private static FloatPointer slice(FloatPointer values, int slice) {
        return new FloatPointer(values).position(values.position() + (long) slice * SLICE);
    }

    private int length(int slice) {
        return Math.min(SLICE, size - slice * SLICE);
    }

    @Override
    public void toSmall(int images, FloatPointer large, FloatPointer small) {
        withWeights(Pass.TO_SMALL, images, large, small);
    }

    @Override
    public void toLarge(int images, FloatPointer small, FloatPointer large) {
        withWeights(Pass.TO_LARGE, images, large, small);
    }

    private void withWeights(Pass pass, int images, FloatPointer large, FloatPointer small) {
        List<Share> shares = shares(pass, images);
        List<ArrangedWeights> arranged =
                shares.stream().map(share -> arranged(share.primitive)).toList();
        run(shares.size(), i -> shares.get(i).execute(large, arranged.get(i).values(), small));
    }

    private ArrangedWeights arranged(MapPass primitive) {
        ArrangedWeights arranged = arrangements.stream()
                .filter(each -> each.hasLayout(primitive.weightsLayout()))
                .findFirst()
                .orElseGet(() -> {
                    ArrangedWeights added = new ArrangedWeights(library, shape, plain, primitive.weightsLayout());
                    arrangements.add(added);
                    return added;
                });
        if (arranged.version() != version) {
            arranged.update(weights, version);
        }
        return arranged;
    }

    @Override
    public void byWeights(int images, FloatPointer large, FloatPointer small, FloatPointer gradients, boolean add) {
        List<Share> shares = shares(Pass.BY_WEIGHTS, images);
        List<WeightGradients> sums =
                shares.stream().map(share -> share.part.gradients(share)).toList();
        run(shares.size(), i -> shares.get(i).execute(large, sums.get(i).values(), small));
        run(sums.get(0).slices(), slice -> {
            for (int i = 0; i < sums.size(); i++) {
                sums.get(i).store(slice, gradients, add || i > 0);
            }
        });
    }

    /** Works on all threads. oneDNN must not start threads of its own meanwhile. */
    static void run(int count, IntConsumer task) {
        WorkerPool.shared().run(count, i -> {
            int threads = OpenMp.limitToOne();
            try {
                task.accept(i);
            } finally {
                OpenMp.restore(threads);
            }
        });
    }

    /** Divides the images among the parts. With few images, a part may have none. */
    private List<Share> shares(Pass pass, int images) {
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            int first = (int) ((long) images * i / parts.size());
            int count = (int) ((long) images * (i + 1) / parts.size()) - first;
            if (count > 0) {
                shares.add(new Share(parts.get(i), first, parts.get(i).primitive(pass, count)));
            }
        }
        return shares;
    }

    @Override
    public void close() {
        parts.forEach(Part::close);
        arrangements.forEach(ArrangedWeights::close);
        NativeFloats.free(weights);
        library.close();
    }

    /** The images of one thread in one pass. */
    private final class Share {

        private final Part part;
        private final long first;
        private final MapPass primitive;

        Share(Part part, int first, MapPass primitive) {
            this.part = part;
            this.first = first;
            this.primitive = primitive;
        }

        void execute(FloatPointer large, FloatPointer arranged, FloatPointer small) {
            primitive.execute(
                    from(large, shape.largeChannels(), shape.large()),
                    arranged,
                    from(small, shape.smallChannels(), shape.small()));
        }

        private FloatPointer from(FloatPointer maps, int channels, Pair size) {
            return new FloatPointer(maps).position(maps.position() + first * channels * size.down() * size.across());
        }
    }

    /** The primitives of one thread, for each number of images that it has met. */
    private final class Part {

        private final Map<Pass, Map<Integer, MapPass>> primitives = new EnumMap<>(Pass.class);
        private final Map<MapPass, WeightGradients> gradients = new HashMap<>();

        MapPass primitive(Pass pass, int images) {
            return primitives
                    .computeIfAbsent(pass, each -> new HashMap<>())
                    .computeIfAbsent(images, count -> ImagesInARow.orPlain(library, shape, pass, count));
        }

        WeightGradients gradients(Share share) {
            return gradients.computeIfAbsent(
                    share.primitive, each -> new WeightGradients(library, shape, each.weightsLayout(), plain));
        }

        void close() {
            gradients.values().forEach(WeightGradients::close);
            primitives.values().forEach(each -> each.values().forEach(MapPass::close));
        }
    }
}
