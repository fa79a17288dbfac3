package io.gen4j.file;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls the public constructors and methods of a small module's types by reflection, with null for one argument at a
 * time. Each must refuse it by the parameter's name.
 *
 * @param good an argument for each type of parameter
 * @param receivers an object for each type with methods of objects
 * @param leftOut names of methods that are not called
 */
public record NullDoors(Map<Class<?>, Object> good, Map<Class<?>, Object> receivers, Set<String> leftOut) {

    /** One line for each argument that is not refused by its name; each type must have a door. */
    public Set<String> faults(Class<?>... types) throws ReflectiveOperationException {
        Set<String> faults = new TreeSet<>();
        for (Class<?> type : types) {
            List<Executable> doors = doors(type);
            if (doors.isEmpty()) {
                faults.add(type.getSimpleName() + " has no door");
            }
            for (Executable door : doors) {
                tryNulls(type, door, faults);
            }
        }
        return faults;
    }

    private List<Executable> doors(Class<?> type) {
        List<Executable> doors = new ArrayList<>(List.of(type.getConstructors()));
        Stream.of(type.getMethods())
                .filter(method -> method.getDeclaringClass().getName().startsWith("io.gen4j."))
                .filter(method -> !method.isSynthetic() && !leftOut.contains(method.getName()))
                .forEach(doors::add);
        doors.removeIf(door -> door.getParameterCount() == 0 || door.getName().equals("equals"));
        return doors;
    }

    private void tryNulls(Class<?> type, Executable door, Set<String> faults) throws ReflectiveOperationException {
        Parameter[] parameters = door.getParameters();
        for (int place = 0; place < parameters.length; place++) {
            Parameter parameter = parameters[place];
            if (parameter.getType().isPrimitive()
                    || parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                continue;
            }
            Object[] arguments =
                    Stream.of(parameters).map(each -> good(each.getType())).toArray();
            arguments[place] = null;
            String what = type.getSimpleName() + "." + door.getName() + " " + parameter.getName();
            try {
                call(type, door, arguments);
                faults.add(what + ": taken");
            } catch (InvocationTargetException e) {
                String message = String.valueOf(e.getCause().getMessage());
                if (!(e.getCause() instanceof NullPointerException) || !message.equals(parameter.getName())) {
                    faults.add(what + ": " + e.getCause());
                }
            }
        }
    }

    private Object good(Class<?> type) {
        Object value = good.get(type);
        if (value == null) {
            throw new IllegalStateException("no good value for " + type);
        }
        return value;
    }

    private void call(Class<?> type, Executable door, Object[] arguments) throws ReflectiveOperationException {
        if (door instanceof Constructor<?> constructor) {
            constructor.newInstance(arguments);
        } else {
            door.setAccessible(true);
            ((Method) door).invoke(Modifier.isStatic(door.getModifiers()) ? null : receivers.get(type), arguments);
        }
    }
}
