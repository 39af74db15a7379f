/**
 * Takes text and plain numbers, gives canonical units: microseconds, bytes, FLOPs, bytes and FLOPs per second.
 * First in the flow; every other package may use it.
 */
package org.stepcast.core.quantity;
