/**
 * Takes shapes, gives operators that know their own work: FLOPs and bytes of each pass. Units: FLOPs, bytes. Comes after
 * core.quantity; datasets, features and models speak in these operators.
 */
package org.stepcast.core.operator;
