#!/usr/bin/env bash
# Collects collectives over ranks of this node, or over several nodes, by torchrun: each number of ranks per node in turn, into
# the same dataset. Started again, it goes on where it stopped.
#   scripts/launch/torchrun.sh CONFIG --precision fp16 --out DIR [more options of sampler collect]
# Environment:
#   RANKS_PER_NODE   numbers of ranks on each node, default "2 4"
#   NODES NODE_RANK MASTER_ADDR   for several nodes: how many, which this one is (from 0), and where node 0 is
#   TORCHRUN_FLAGS   more options of torchrun
set -euo pipefail
home=$(readlink -f "$0")
home=${home%/scripts/*}
read -ra flags <<<"${TORCHRUN_FLAGS:-}"

for ranks in ${RANKS_PER_NODE:-2 4}; do
    if [ "${NODES:-1}" -eq 1 ]; then
        where=(--standalone)
    else
        where=(--nnodes "$NODES" --node_rank "$NODE_RANK" --master_addr "$MASTER_ADDR" --master_port "${MASTER_PORT:-29500}")
    fi
    torchrun "${where[@]}" --nproc_per_node "$ranks" "${flags[@]}" --no_python "$home/scripts/sampler" collect "$@"
done
