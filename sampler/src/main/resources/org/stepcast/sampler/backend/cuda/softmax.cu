// Softmax over rows of scores. A block has a row; it is read from memory once, and again from the cache.

#define MINUS_INFINITY floatOfBits(0xff800000u)

// Keys that the query of this block's row sees: all, or those up to its own place.
template <bool CAUSAL> __device__ inline int visibleKeys(int queries, int width) {
    return CAUSAL ? min((int) (blockIdx.x % queries) + 1, width * LANES) : width * LANES;
}

template <bool CAUSAL>
__device__ void softmaxForward(const Element* scores, Element* out, int queries, int width, float scale) {
    const Pack* row = packs(scores) + (Index) blockIdx.x * width;
    Pack* result = packs(out) + (Index) blockIdx.x * width;
    int keys = visibleKeys<CAUSAL>(queries, width);
    float maximum = MINUS_INFINITY;
    float sum = 0;
    for (int place = threadIdx.x; place * LANES < keys; place += blockDim.x) {
        Pack pack = row[place];
        float highest = maximum;
        for (int lane = 0; lane < LANES; lane++) {
            if (place * LANES + lane < keys) highest = fmaxf(highest, scale * toFloat(pack.lane[lane]));
        }
        sum *= expf(maximum - highest);
        maximum = highest;
        for (int lane = 0; lane < LANES; lane++) {
            if (place * LANES + lane < keys) sum += expf(scale * toFloat(pack.lane[lane]) - maximum);
        }
    }
    float highest = maximumOfBlock(maximum);
    sum = sumOfBlock(maximum == MINUS_INFINITY ? 0 : sum * expf(maximum - highest));
    float reciprocal = 1 / sum;
    for (int place = threadIdx.x; place < width; place += blockDim.x) {
        Pack pack;
        if (place * LANES < keys) pack = row[place];
        for (int lane = 0; lane < LANES; lane++) {
            bool seen = place * LANES + lane < keys;
            pack.lane[lane] = toElement(seen ? expf(scale * toFloat(pack.lane[lane]) - highest) * reciprocal : 0.0f);
        }
        result[place] = pack;
    }
}

template <bool CAUSAL>
__device__ void softmaxBackward(const Element* gradient, const Element* y, Element* out, int queries, int width,
                                float scale) {
    Index start = (Index) blockIdx.x * width;
    int keys = visibleKeys<CAUSAL>(queries, width);
    float total = 0;
    for (int place = threadIdx.x; place * LANES < keys; place += blockDim.x) {
        Pack upper = packs(gradient)[start + place];
        Pack own = packs(y)[start + place];
        for (int lane = 0; lane < LANES; lane++) {
            if (place * LANES + lane < keys) total += toFloat(upper.lane[lane]) * toFloat(own.lane[lane]);
        }
    }
    total = sumOfBlock(total);
    for (int place = threadIdx.x; place < width; place += blockDim.x) {
        Pack upper, own;
        if (place * LANES < keys) {
            upper = packs(gradient)[start + place];
            own = packs(y)[start + place];
        }
        for (int lane = 0; lane < LANES; lane++) {
            bool seen = place * LANES + lane < keys;
            own.lane[lane] = toElement(
                seen ? scale * toFloat(own.lane[lane]) * (toFloat(upper.lane[lane]) - total) : 0.0f);
        }
        packs(out)[start + place] = own;
    }
}

extern "C" __global__ void softmax_forward(const Element* x, Element* y, int queries, int width, float scale) {
    softmaxForward<false>(x, y, queries, width, scale);
}
extern "C" __global__ void softmax_backward(const Element* gradient, const Element* y, Element* out, int queries,
                                            int width, float scale) {
    softmaxBackward<false>(gradient, y, out, queries, width, scale);
}
extern "C" __global__ void causal_softmax_forward(const Element* x, Element* y, int queries, int width, float scale) {
    softmaxForward<true>(x, y, queries, width, scale);
}
extern "C" __global__ void causal_softmax_backward(const Element* gradient, const Element* y, Element* out, int queries,
                                                   int width, float scale) {
    softmaxBackward<true>(gradient, y, out, queries, width, scale);
}
