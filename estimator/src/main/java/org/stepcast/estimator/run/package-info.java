/**
 * Takes a training job and the time of its step, gives the whole run: steps, days, device hours, cost, energy, failures and
 * checkpoints, and the sizes that a budget is best spent on. Units: seconds, FLOPs, dollars, watts. Comes after
 * estimator.step; estimator.report prints what it gives.
 */
package org.stepcast.estimator.run;
