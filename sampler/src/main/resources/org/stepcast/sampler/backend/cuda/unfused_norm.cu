// Root mean square norm as separate kernels with fp32 between them, as GPT-NeoX writes it:
// y = scale * x / (norm(x) * width^-1/2 + 1e-8). Each kernel is one step of it or of its gradient.

#define NORM_EPSILON 1e-8f

extern "C" __global__ void to_fp32(const Element* in, float* out, Index packCount) {
    for (Index i = globalThread(); i < packCount; i += globalThreads()) {
        Pack pack = packs(in)[i];
        for (int lane = 0; lane < LANES; lane++) out[i * LANES + lane] = toFloat(pack.lane[lane]);
    }
}

extern "C" __global__ void from_fp32(const float* in, Element* out, Index packCount) {
    for (Index i = globalThread(); i < packCount; i += globalThreads()) {
        Pack pack;
        for (int lane = 0; lane < LANES; lane++) pack.lane[lane] = toElement(in[i * LANES + lane]);
        packs(out)[i] = pack;
    }
}

// A block has a row: norm[row] = sqrt(sum of squares).
extern "C" __global__ void row_norm(const float* x, float* norm, int width) {
    const float4* row = (const float4*) (x + (Index) blockIdx.x * width);
    float squares = 0;
    for (int i = threadIdx.x; i < width / 4; i += blockDim.x) {
        float4 v = row[i];
        squares += v.x * v.x + v.y * v.y + v.z * v.z + v.w * v.w;
    }
    squares = sumOfBlock(squares);
    if (threadIdx.x == 0) norm[blockIdx.x] = sqrtf(squares);
}

extern "C" __global__ void norm_to_rms(const float* norm, float* rms, int rows, int width) {
    Index row = globalThread();
    if (row < rows) rms[row] = norm[row] * rsqrtf((float) width) + NORM_EPSILON;
}

// out = x / rms of the row.
extern "C" __global__ void divide_rows(const float* x, const float* rms, float* out, int width, Index quadCount) {
    for (Index i = globalThread(); i < quadCount; i += globalThreads()) {
        float divisor = rms[i * 4 / width];
        float4 v = ((const float4*) x)[i];
        ((float4*) out)[i] = make_float4(v.x / divisor, v.y / divisor, v.z / divisor, v.w / divisor);
    }
}

// out = x * scale of the column.
extern "C" __global__ void scale_columns(const float* x, const float* scale, float* out, int width, Index quadCount) {
    for (Index i = globalThread(); i < quadCount; i += globalThreads()) {
        float4 v = ((const float4*) x)[i];
        float4 s = ((const float4*) scale)[i % (width / 4)];
        ((float4*) out)[i] = make_float4(v.x * s.x, v.y * s.y, v.z * s.z, v.w * s.w);
    }
}

extern "C" __global__ void multiply(const float* a, const float* b, float* out, Index quadCount) {
    for (Index i = globalThread(); i < quadCount; i += globalThreads()) {
        float4 v = ((const float4*) a)[i];
        float4 w = ((const float4*) b)[i];
        ((float4*) out)[i] = make_float4(v.x * w.x, v.y * w.y, v.z * w.z, v.w * w.w);
    }
}

// rmsGradient[row] = -sum(gradient * x) / rms^2, of out = x / rms.
extern "C" __global__ void rms_gradient(const float* gradient, const float* x, const float* rms, float* rmsGradient,
                                        int width) {
    const float4* g = (const float4*) (gradient + (Index) blockIdx.x * width);
    const float4* v = (const float4*) (x + (Index) blockIdx.x * width);
    float total = 0;
    for (int i = threadIdx.x; i < width / 4; i += blockDim.x) {
        float4 a = g[i];
        float4 b = v[i];
        total += a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
    }
    total = sumOfBlock(total);
    float divisor = rms[blockIdx.x];
    if (threadIdx.x == 0) rmsGradient[blockIdx.x] = -total / (divisor * divisor);
}

// out += gradient of the norm: rmsGradient * width^-1/2 * x / norm.
extern "C" __global__ void add_norm_gradient(const float* x, const float* norm, const float* rmsGradient, float* out,
                                             int width, Index quadCount) {
    for (Index i = globalThread(); i < quadCount; i += globalThreads()) {
        Index row = i * 4 / width;
        float factor = rmsGradient[row] * rsqrtf((float) width) / norm[row];
        float4 v = ((const float4*) x)[i];
        float4 o = ((float4*) out)[i];
        ((float4*) out)[i] =
            make_float4(o.x + factor * v.x, o.y + factor * v.y, o.z + factor * v.z, o.w + factor * v.w);
    }
}

// partial[gridDim.y, width] = sums of x over the rows of a slice; a thread has four columns.
extern "C" __global__ void sum_slice(const float* x, float* partial, int rows, int width) {
    Index column = globalThread();
    if (column * 4 >= width) return;
    float4 total = make_float4(0, 0, 0, 0);
    for (Index row = blockIdx.y; row < rows; row += gridDim.y) {
        float4 v = ((const float4*) (x + row * width))[column];
        total = make_float4(total.x + v.x, total.y + v.y, total.z + v.z, total.w + v.w);
    }
    ((float4*) (partial + (Index) blockIdx.y * width))[column] = total;
}

// out[width] = sums of partial[slices, width].
extern "C" __global__ void sum_slices(const float* partial, float* out, int slices, int width) {
    Index column = globalThread();
    if (column >= width) return;
    float total = 0;
    for (int slice = 0; slice < slices; slice++) total += partial[(Index) slice * width + column];
    out[column] = total;
}
