// GELU (exact, by the error function) and SwiGLU, element by element.

#define SQRT_HALF 0.70710678118654752f
#define SQRT_TWO_PI_RECIPROCAL 0.39894228040143268f

__device__ inline float normalDistribution(float x) { return 0.5f * (1 + erff(x * SQRT_HALF)); }
__device__ inline float normalDensity(float x) { return SQRT_TWO_PI_RECIPROCAL * expf(-0.5f * x * x); }
__device__ inline float sigmoid(float x) { return 1 / (1 + expf(-x)); }

extern "C" __global__ void gelu_forward(const Element* x, Element* y, Index packCount) {
    for (Index i = globalThread(); i < packCount; i += globalThreads()) {
        Pack pack = packs(x)[i];
        for (int lane = 0; lane < LANES; lane++) {
            float value = toFloat(pack.lane[lane]);
            pack.lane[lane] = toElement(value * normalDistribution(value));
        }
        packs(y)[i] = pack;
    }
}

extern "C" __global__ void gelu_backward(const Element* gradient, const Element* x, Element* out, Index packCount) {
    for (Index i = globalThread(); i < packCount; i += globalThreads()) {
        Pack upper = packs(gradient)[i];
        Pack pack = packs(x)[i];
        for (int lane = 0; lane < LANES; lane++) {
            float value = toFloat(pack.lane[lane]);
            float slope = normalDistribution(value) + value * normalDensity(value);
            pack.lane[lane] = toElement(toFloat(upper.lane[lane]) * slope);
        }
        packs(out)[i] = pack;
    }
}

// inputs[tokens, 2, width]: gate and value of each token, as one projection writes them. y = gate * sigmoid(gate) * value.
extern "C" __global__ void swiglu_forward(const Element* inputs, Element* y, int width, Index packCount) {
    for (Index i = globalThread(); i < packCount; i += globalThreads()) {
        Index token = i / width;
        const Pack* gates = packs(inputs) + token * width;
        Pack gate = gates[i];
        Pack value = gates[i + width];
        for (int lane = 0; lane < LANES; lane++) {
            float g = toFloat(gate.lane[lane]);
            gate.lane[lane] = toElement(g * sigmoid(g) * toFloat(value.lane[lane]));
        }
        packs(y)[i] = gate;
    }
}

extern "C" __global__ void swiglu_backward(const Element* gradient, const Element* inputs, Element* out, int width,
                                           Index packCount) {
    for (Index i = globalThread(); i < packCount; i += globalThreads()) {
        Index token = i / width;
        const Pack* gates = packs(inputs) + token * width;
        Pack* gateGradients = packs(out) + token * width;
        Pack upper = packs(gradient)[i];
        Pack gate = gates[i];
        Pack value = gates[i + width];
        for (int lane = 0; lane < LANES; lane++) {
            float u = toFloat(upper.lane[lane]);
            float g = toFloat(gate.lane[lane]);
            float v = toFloat(value.lane[lane]);
            float s = sigmoid(g);
            gate.lane[lane] = toElement(u * v * s * (1 + g * (1 - s)));
            value.lane[lane] = toElement(u * g * s);
        }
        gateGradients[i] = gate;
        gateGradients[i + width] = value;
    }
}
