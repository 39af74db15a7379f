// As much of CUDA's driver as the backend calls, on the processor: device memory is memory of the process, a module is a
// shared library of kernels compiled with host_kernel.hpp (its image is the library's path), work is done when it is enqueued.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <functional>
#include <map>
#include <mutex>
#include <setjmp.h>
#include <string>
#include <ucontext.h>
#include <vector>

typedef unsigned long long Word;

struct Place { unsigned x, y, z; };
struct HostThreads {
    Place thread, block, blockSize, gridSize;
    void (*handOver)();
    float slots[1024];
};
struct Kernel { void (*call)(void**); HostThreads* threads; };

static const Word MEMORY = 1ull << 31;
static const size_t STACK = 1 << 16;
static Word used;
static std::mutex memoryLock;
static std::map<Word, Word> sizes;
static std::vector<std::function<void()>>* captured;

static jmp_buf toScheduler;
static jmp_buf jumps[1024];
static ucontext_t fibres[1024];
static bool done[1024];
static unsigned running;
static Kernel* kernel;
static void** arguments;

// Contexts only start a thread: later hand-overs jump, which needs no call of the kernel.
static void handOver() {
    if (!_setjmp(jumps[running])) _longjmp(toScheduler, 1);
}

static void runThread() {
    kernel->call(arguments);
    done[running] = true;
    handOver();
}

static void runBlock(unsigned threads) {
    static std::vector<char> stacks(1024 * STACK);
    for (unsigned i = 0; i < threads; i++) {
        getcontext(&fibres[i]);
        fibres[i].uc_stack.ss_sp = &stacks[i * STACK];
        fibres[i].uc_stack.ss_size = STACK;
        makecontext(&fibres[i], runThread, 0);
        done[i] = false;
    }
    static bool isStarted, busy;
    isStarted = false;
    for (busy = true; busy; isStarted = true) {
        busy = false;
        for (running = 0; running < threads; running++) {
            if (done[running]) continue;
            kernel->threads->thread.x = running;
            if (!_setjmp(toScheduler)) {
                if (isStarted) _longjmp(jumps[running], 1);
                setcontext(&fibres[running]);
            }
            busy |= !done[running];
        }
    }
}

static void enqueue(std::function<void()> work) {
    if (captured) captured->push_back(work);
    else work();
}

extern "C" {

int cuInit(unsigned) { return getenv("FAKE_NO_GPU") ? 100 : 0; }
int cuDriverGetVersion(int* version) { *version = 13000; return 0; }
int cuDeviceGetCount(int* count) { *count = 8; return 0; }
int cuDeviceGet(int* device, int ordinal) { *device = ordinal; return 0; }
int cuDeviceGetName(char* name, int length, int) { strncpy(name, "Fake GPU 1", length); return 0; }
int cuDeviceGetPCIBusId(char* name, int length, int device) { snprintf(name, length, "0000:%02x:00.0", device); return 0; }
int cuDeviceGetAttribute(int* value, int attribute, int) {
    *value = attribute == 16 ? 2 : attribute == 38 ? 1 << 16 : attribute == 75 ? 9 : 0;
    return 0;
}
int cuDevicePrimaryCtxRetain(Word* context, int) { *context = 1; return 0; }
int cuDevicePrimaryCtxRelease_v2(int) { return 0; }
int cuCtxSetCurrent(Word) { return 0; }
int cuStreamCreate(Word* stream, unsigned) { *stream = 1; return 0; }
int cuStreamDestroy_v2(Word) { return 0; }
int cuStreamSynchronize(Word) { return 0; }
int cuStreamQuery(Word) { return 0; }
int cuGetErrorName(int, const char** name) { *name = "FAKE_ERROR"; return 0; }

int cuMemGetInfo_v2(Word* available, Word* total) { *available = MEMORY - used; *total = MEMORY; return 0; }
int cuMemAlloc_v2(Word* address, Word size) {
    std::lock_guard<std::mutex> guard(memoryLock);
    if (used + size > MEMORY) return 2;
    *address = (Word) aligned_alloc(256, (size + 255) / 256 * 256);
    sizes[*address] = size;
    used += size;
    return 0;
}
int cuMemFree_v2(Word address) {
    std::lock_guard<std::mutex> guard(memoryLock);
    if (!sizes.count(address)) return 1;
    used -= sizes[address];
    sizes.erase(address);
    free((void*) address);
    return 0;
}
int cuMemcpyHtoD_v2(Word to, void* from, Word size) { memcpy((void*) to, from, size); return 0; }
int cuMemcpyDtoH_v2(void* to, Word from, Word size) { memcpy(to, (void*) from, size); return 0; }
int cuMemcpyDtoDAsync_v2(Word to, Word from, Word size, Word) {
    enqueue([=] { memcpy((void*) to, (void*) from, size); });
    return 0;
}
int cuMemsetD8Async(Word address, int value, Word size, Word) {
    enqueue([=] { memset((void*) address, value, size); });
    return 0;
}

int cuModuleLoadData(Word* module, const char* image) {
    *module = (Word) dlopen(image, RTLD_NOW | RTLD_LOCAL);
    return *module ? 0 : 200;
}
int cuModuleGetFunction(Word* function, Word module, const char* name) {
    std::string callable = std::string("call_") + name;
    void* call = dlsym((void*) module, callable.c_str());
    if (!call) return 500;
    HostThreads* threads = (HostThreads*) dlsym((void*) module, "host_threads");
    threads->handOver = handOver;
    *function = (Word) new Kernel{(void (*)(void**)) call, threads};
    return 0;
}
int cuLaunchKernel(Word function, unsigned gridX, unsigned gridY, unsigned, unsigned block, unsigned, unsigned, unsigned,
                   Word, void** given, void**) {
    if (block > 1024 || block % 32 != 0) return 1;
    enqueue([=] {
        kernel = (Kernel*) function;
        arguments = given;
        kernel->threads->blockSize = {block, 1, 1};
        kernel->threads->gridSize = {gridX, gridY, 1};
        for (unsigned y = 0; y < gridY; y++) {
            for (unsigned x = 0; x < gridX; x++) {
                kernel->threads->block = {x, y, 0};
                runBlock(block);
            }
        }
    });
    return 0;
}

typedef std::chrono::steady_clock::time_point Time;
int cuEventCreate(Word* event, unsigned) { *event = (Word) new Time(); return 0; }
int cuEventDestroy_v2(Word event) { delete (Time*) event; return 0; }
int cuEventRecord(Word event, Word) { *(Time*) event = std::chrono::steady_clock::now(); return 0; }
int cuEventElapsedTime(float* millis, Word start, Word end) {
    *millis = std::chrono::duration<float, std::milli>(*(Time*) end - *(Time*) start).count();
    return 0;
}

int cuStreamBeginCapture_v2(Word, int) { captured = new std::vector<std::function<void()>>(); return 0; }
int cuStreamEndCapture(Word, Word* graph) { *graph = (Word) captured; captured = nullptr; return 0; }
int cuGraphInstantiateWithFlags(Word* executable, Word graph, Word) { *executable = graph; return 0; }
int cuGraphDestroy(Word) { return 0; }
int cuGraphLaunch(Word executable, Word) {
    for (auto& work : *(std::vector<std::function<void()>>*) executable) work();
    return 0;
}
int cuGraphExecDestroy(Word executable) { delete (std::vector<std::function<void()>>*) executable; return 0; }

}
