// LayerNorm and RMSNorm. A block has a row; a thread keeps its packs of the row in registers, so each row is read once.
// Rows are at most 8 packs a thread wide. statistics holds the mean (LayerNorm) and the reciprocal deviation of each row.

#define EPSILON 1e-5f

// What thread and place i hold of a row of `width` packs.
#define FOR_OWN_PACKS(i, place) \
    _Pragma("unroll") for (int i = 0; i < PACKS; i++) \
        if (int place = (int) threadIdx.x + i * (int) blockDim.x; place < width)

template <int PACKS, bool CENTRED>
__device__ void normalize(const Element* x, const Element* weight, const Element* bias, Element* y, float* statistics,
                          int width) {
    Index row = blockIdx.x;
    const Pack* source = packs(x) + row * width;
    Pack own[PACKS];
    float total = 0;
    FOR_OWN_PACKS(i, place) {
        own[i] = source[place];
        for (int lane = 0; lane < LANES; lane++) total += toFloat(own[i].lane[lane]);
    }
    float count = (float) width * LANES;
    float mean = CENTRED ? sumOfBlock(total) / count : 0.0f;
    float squares = 0;
    FOR_OWN_PACKS(i, place) {
        for (int lane = 0; lane < LANES; lane++) {
            float difference = toFloat(own[i].lane[lane]) - mean;
            squares += difference * difference;
        }
    }
    float reciprocal = rsqrtf(sumOfBlock(squares) / count + EPSILON);
    FOR_OWN_PACKS(i, place) {
        Pack scale = packs(weight)[place];
        Pack shift;
        if (CENTRED) shift = packs(bias)[place];
        Pack result;
        for (int lane = 0; lane < LANES; lane++) {
            float value = (toFloat(own[i].lane[lane]) - mean) * reciprocal * toFloat(scale.lane[lane]);
            result.lane[lane] = toElement(CENTRED ? value + toFloat(shift.lane[lane]) : value);
        }
        (packs(y) + row * width)[place] = result;
    }
    if (threadIdx.x == 0) {
        statistics[2 * row] = mean;
        statistics[2 * row + 1] = reciprocal;
    }
}

// Each block takes every gridDim.x-th row and writes its own sums of the weight's and the bias's gradient to
// partial[2, gridDim.x, width * LANES].
template <int PACKS, bool CENTRED>
__device__ void normalizeBackward(const Element* gradient, const Element* x, const Element* weight,
                                  const float* statistics, Element* inputGradient, float* partial, int width, int rows) {
    float weightSum[PACKS * LANES] = {};
    float biasSum[CENTRED ? PACKS * LANES : 1] = {};
    float count = (float) width * LANES;
    for (Index row = blockIdx.x; row < rows; row += gridDim.x) {
        float mean = statistics[2 * row];
        float reciprocal = statistics[2 * row + 1];
        Pack ownGradient[PACKS];
        Pack own[PACKS];
        float scaledSum = 0;
        float projectedSum = 0;
        FOR_OWN_PACKS(i, place) {
            ownGradient[i] = (packs(gradient) + row * width)[place];
            own[i] = (packs(x) + row * width)[place];
            Pack scale = packs(weight)[place];
            for (int lane = 0; lane < LANES; lane++) {
                float upper = toFloat(ownGradient[i].lane[lane]);
                float normal = (toFloat(own[i].lane[lane]) - mean) * reciprocal;
                weightSum[i * LANES + lane] += upper * normal;
                if (CENTRED) biasSum[i * LANES + lane] += upper;
                scaledSum += upper * toFloat(scale.lane[lane]);
                projectedSum += upper * toFloat(scale.lane[lane]) * normal;
            }
        }
        float meanScaled = CENTRED ? sumOfBlock(scaledSum) / count : 0.0f;
        float meanProjected = sumOfBlock(projectedSum) / count;
        FOR_OWN_PACKS(i, place) {
            Pack scale = packs(weight)[place];
            Pack result;
            for (int lane = 0; lane < LANES; lane++) {
                float normal = (toFloat(own[i].lane[lane]) - mean) * reciprocal;
                float scaled = toFloat(ownGradient[i].lane[lane]) * toFloat(scale.lane[lane]);
                result.lane[lane] = toElement((scaled - meanScaled - normal * meanProjected) * reciprocal);
            }
            (packs(inputGradient) + row * width)[place] = result;
        }
    }
    Index columns = (Index) width * LANES;
    float* weightPart = partial + blockIdx.x * columns;
    float* biasPart = weightPart + gridDim.x * columns;
    FOR_OWN_PACKS(i, place) {
        for (int lane = 0; lane < LANES; lane++) {
            weightPart[place * LANES + lane] = weightSum[i * LANES + lane];
            if (CENTRED) biasPart[place * LANES + lane] = biasSum[i * LANES + lane];
        }
    }
}

// out[column] = sum over rows of partial[rows, columns]. Blocks of 32 columns by 32 rows.
extern "C" __global__ void sum_rows(const float* partial, Element* out, int rows, int columns) {
    __shared__ float sums[32][33];
    int column = blockIdx.x * 32 + threadIdx.x % 32;
    float total = 0;
    for (int row = threadIdx.x / 32; row < rows && column < columns; row += 32) {
        total += partial[(Index) row * columns + column];
    }
    sums[threadIdx.x / 32][threadIdx.x % 32] = total;
    __syncthreads();
    if (threadIdx.x >= 32 || column >= columns) return;
    total = 0;
    for (int part = 0; part < 32; part++) total += sums[part][threadIdx.x];
    out[column] = toElement(total);
}

#define NORM(NAME, CENTRED, PACKS) \
    extern "C" __global__ void __launch_bounds__(512) NAME##_forward_##PACKS( \
        const Element* x, const Element* weight, const Element* bias, Element* y, float* statistics, int width) { \
        normalize<PACKS, CENTRED>(x, weight, bias, y, statistics, width); \
    } \
    extern "C" __global__ void __launch_bounds__(512) NAME##_backward_##PACKS( \
        const Element* gradient, const Element* x, const Element* weight, const float* statistics, \
        Element* inputGradient, float* partial, int width, int rows) { \
        normalizeBackward<PACKS, CENTRED>(gradient, x, weight, statistics, inputGradient, partial, width, rows); \
    }
#define NORMS(PACKS) NORM(layer_norm, true, PACKS) NORM(rms_norm, false, PACKS)
NORMS(1)
NORMS(2)
NORMS(4)
NORMS(8)
