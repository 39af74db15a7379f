package org.stepcast.sampler.backend.nccl;

import java.util.List;
import java.util.concurrent.Callable;
import org.stepcast.sampler.backend.CollectiveBackend;
import org.stepcast.sampler.backend.CollectiveBackendContract;

/** The contract with results in memory of their own. */
final class NcclOutOfPlaceTest extends CollectiveBackendContract {

    @Override
    protected List<Callable<CollectiveBackend>> open(int rankCount) {
        return NcclBackendTest.ranks(rankCount, Placement.OUT_OF_PLACE);
    }
}
