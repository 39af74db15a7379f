/**
 * Takes a training job, gives the launch files of a framework that runs its plan, and reads such files back as a job. What a
 * framework cannot do is refused with the reason. Comes after estimator.config; the command line writes the files.
 */
package org.stepcast.estimator.recipe;
