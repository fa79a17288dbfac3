package io.gen4j.cgan;

import io.gen4j.OnDeviceEngine;

/** {@link ConditionalGanPyTorchTest} on the ND4J engine. */
@OnDeviceEngine
class DeviceConditionalGanPyTorchTest extends ConditionalGanPyTorchTest {}
