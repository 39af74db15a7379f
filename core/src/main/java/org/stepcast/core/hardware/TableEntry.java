package org.stepcast.core.hardware;

/** One entry of the table of devices. */
record TableEntry(Device device, UsualSystem system) {}
