/**
 * Takes text and YAML files, gives canonical units: microseconds, bytes, FLOPs, bytes and FLOPs per second; wrong text
 * becomes faults of core.error. First in the flow; every other package may use it.
 */
package org.stepcast.core.quantity;
