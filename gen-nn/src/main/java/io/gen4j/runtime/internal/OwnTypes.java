package io.gen4j.runtime.internal;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;

/**
 * Jackson's knowledge of types, for one mapper. All mappers share one cache otherwise. Where applications share Jackson, it
 * would keep the classes of an undeployed one.
 */
public final class OwnTypes {

    private static final int CACHED = 100;

    private OwnTypes() {}

    /** A factory with a cache of its own. Give it to each mapper that reads or writes classes of Gen4J. */
    public static TypeFactory factory() {
        LookupCache<Object, JavaType> cache = new LRUMap<>(CACHED, CACHED);
        return TypeFactory.defaultInstance().withCache(cache);
    }
}
