// Vocabulary-parallel cross-entropy of logits[token, vocabulary] as Megatron-LM computes it, a kernel for each of its
// passes, its collectives left out: maximum, subtract in place, target, exponential in place, sum, divide in place.

extern "C" __global__ void row_maximum(const Element* logits, float* maximum, int width) {
    const Pack* row = packs(logits) + (Index) blockIdx.x * width;
    float highest = floatOfBits(0xff800000u);
    for (int place = threadIdx.x; place < width; place += blockDim.x) {
        Pack pack = row[place];
        for (int lane = 0; lane < LANES; lane++) highest = fmaxf(highest, toFloat(pack.lane[lane]));
    }
    highest = maximumOfBlock(highest);
    if (threadIdx.x == 0) maximum[blockIdx.x] = highest;
}

extern "C" __global__ void row_sum(const Element* exponentials, float* sum, int width) {
    const Pack* row = packs(exponentials) + (Index) blockIdx.x * width;
    float total = 0;
    for (int place = threadIdx.x; place < width; place += blockDim.x) {
        Pack pack = row[place];
        for (int lane = 0; lane < LANES; lane++) total += toFloat(pack.lane[lane]);
    }
    total = sumOfBlock(total);
    if (threadIdx.x == 0) sum[blockIdx.x] = total;
}

extern "C" __global__ void subtract_rows(Element* logits, const float* maximum, int width, Index packCount) {
    for (Index i = globalThread(); i < packCount; i += globalThreads()) {
        Pack pack = packs(logits)[i];
        float highest = maximum[i / width];
        for (int lane = 0; lane < LANES; lane++) pack.lane[lane] = toElement(toFloat(pack.lane[lane]) - highest);
        packs(logits)[i] = pack;
    }
}

extern "C" __global__ void exponentiate(Element* logits, Index packCount) {
    for (Index i = globalThread(); i < packCount; i += globalThreads()) {
        Pack pack = packs(logits)[i];
        for (int lane = 0; lane < LANES; lane++) pack.lane[lane] = toElement(expf(toFloat(pack.lane[lane])));
        packs(logits)[i] = pack;
    }
}

extern "C" __global__ void divide_by_sum(Element* exponentials, const float* sum, int width, Index packCount) {
    for (Index i = globalThread(); i < packCount; i += globalThreads()) {
        Pack pack = packs(exponentials)[i];
        float reciprocal = 1 / sum[i / width];
        for (int lane = 0; lane < LANES; lane++) pack.lane[lane] = toElement(toFloat(pack.lane[lane]) * reciprocal);
        packs(exponentials)[i] = pack;
    }
}

extern "C" __global__ void target_logits(const Element* logits, const Index* targets, float* target, Index columns,
                                         int tokens) {
    Index token = globalThread();
    if (token < tokens) target[token] = toFloat(logits[token * columns + targets[token]]);
}

extern "C" __global__ void token_loss(const float* sum, const float* target, float* loss, int tokens) {
    Index token = globalThread();
    if (token < tokens) loss[token] = logf(sum[token]) - target[token];
}

// softmax becomes softmax - one at the target.
extern "C" __global__ void subtract_target(Element* softmax, const Index* targets, Index columns, int tokens) {
    Index token = globalThread();
    if (token >= tokens) return;
    Element* place = softmax + token * columns + targets[token];
    *place = toElement(toFloat(*place) - 1);
}

extern "C" __global__ void scale_rows(Element* gradient, const float* upper, int width, Index packCount) {
    for (Index i = globalThread(); i < packCount; i += globalThreads()) {
        Pack pack = packs(gradient)[i];
        float factor = upper[i / width];
        for (int lane = 0; lane < LANES; lane++) pack.lane[lane] = toElement(toFloat(pack.lane[lane]) * factor);
        packs(gradient)[i] = pack;
    }
}
