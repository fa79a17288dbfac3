package io.gen4j.vae;

import io.gen4j.OnDeviceEngine;

/** {@link AutoencoderPyTorchTest} on the ND4J engine. */
@OnDeviceEngine
class DeviceAutoencoderPyTorchTest extends AutoencoderPyTorchTest {}
