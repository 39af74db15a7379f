# Sourced by scripts that time PyTorch on a processor. The C library keeps the memory that PyTorch frees: a page that the system
# takes back and gives again is zeroed again, which costs more than the work of small operators and a fifth of a training step.
# One arena, since those of further threads hold blocks up to 64 MB alone. Threads wait without spinning: beside another process,
# spinning stalls both.
export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-1}
export MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-17179869184} MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-17179869184}
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-PASSIVE}
