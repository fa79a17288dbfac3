package io.gen4j.vae;

import io.gen4j.OnDeviceEngine;

/** {@link VaePyTorchTest} on the ND4J engine. */
@OnDeviceEngine
class DeviceVaePyTorchTest extends VaePyTorchTest {}
