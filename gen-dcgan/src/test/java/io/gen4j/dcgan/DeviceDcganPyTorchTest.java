package io.gen4j.dcgan;

import io.gen4j.OnDeviceEngine;

/** {@link DcganPyTorchTest} on the ND4J engine. */
@OnDeviceEngine
class DeviceDcganPyTorchTest extends DcganPyTorchTest {}
