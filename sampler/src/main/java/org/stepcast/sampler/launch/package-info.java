/**
 * Takes the environment that torchrun, srun or mpirun gives to a process, or flags, gives its rank among the processes of the
 * job, and a place where all ranks meet and exchange short texts. Uses no other package but core.error; sampler.agent comes
 * after it in the flow.
 */
package org.stepcast.sampler.launch;
