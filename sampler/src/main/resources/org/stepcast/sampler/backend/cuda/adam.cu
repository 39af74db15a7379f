// One Adam update of many tensors by one launch. chunks[2 * c] is the tensor and chunks[2 * c + 1] the first pack of chunk c;
// tensors[4 * t ...] are parameter, gradient, first and second moment. Weights in fp32 are the main weights of mixed precision.

extern "C" __global__ void adam(const Index* tensors, const Index* packCounts, const Index* chunks, int chunkPacks,
                                float rate, float beta1, float beta2, float epsilon, float correction1,
                                float correction2) {
    Index tensor = chunks[2 * (Index) blockIdx.x];
    Index start = chunks[2 * (Index) blockIdx.x + 1];
    Index end = min(start + chunkPacks, packCounts[tensor]);
    Pack* parameter = (Pack*) tensors[4 * tensor];
    const Pack* gradient = (const Pack*) tensors[4 * tensor + 1];
    Pack* first = (Pack*) tensors[4 * tensor + 2];
    Pack* second = (Pack*) tensors[4 * tensor + 3];
    for (Index i = start + threadIdx.x; i < end; i += blockDim.x) {
        Pack p = parameter[i];
        Pack g = gradient[i];
        Pack m = first[i];
        Pack v = second[i];
        for (int lane = 0; lane < LANES; lane++) {
            float slope = toFloat(g.lane[lane]);
            float mean = beta1 * toFloat(m.lane[lane]) + (1 - beta1) * slope;
            float square = beta2 * toFloat(v.lane[lane]) + (1 - beta2) * slope * slope;
            float step = rate * (mean / correction1) / (sqrtf(square / correction2) + epsilon);
            p.lane[lane] = toElement(toFloat(p.lane[lane]) - step);
            m.lane[lane] = toElement(mean);
            v.lane[lane] = toElement(square);
        }
        parameter[i] = p;
        first[i] = m;
        second[i] = v;
    }
}
