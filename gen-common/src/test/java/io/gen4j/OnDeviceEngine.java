package io.gen4j;

import io.gen4j.nn.device.Engine;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a test class on the ND4J engine, as far as it makes its models while it runs. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(OnDeviceEngine.Setting.class)
public @interface OnDeviceEngine {

    /** Sets the property of the engine around the tests of a class. */
    final class Setting implements BeforeAllCallback, AfterAllCallback {

        @Override
        public void beforeAll(ExtensionContext context) {
            System.setProperty(Engine.PROPERTY, Engine.ND4J.text());
        }

        @Override
        public void afterAll(ExtensionContext context) {
            System.clearProperty(Engine.PROPERTY);
        }
    }
}
