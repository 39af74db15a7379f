/**
 * Takes a device name or a cluster file, gives devices, links, nodes and clusters whose figures name their source. Units:
 * bytes, bytes and FLOPs per second, microseconds, watts. Comes after core.operator; features, timing, memory and cost
 * read these figures.
 */
package org.stepcast.core.hardware;
