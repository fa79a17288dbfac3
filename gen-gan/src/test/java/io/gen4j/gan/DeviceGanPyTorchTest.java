package io.gen4j.gan;

import io.gen4j.OnDeviceEngine;

/** {@link GanPyTorchTest} on the ND4J engine. */
@OnDeviceEngine
class DeviceGanPyTorchTest extends GanPyTorchTest {}
