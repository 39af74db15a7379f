// As much of NVML as the backend calls: a device that is warm, fast and held back by its power limit.
#include <cstring>

typedef unsigned long long Word;

extern "C" {

int nvmlInit_v2() { return 0; }
int nvmlDeviceGetHandleByPciBusId_v2(const char*, Word* device) { *device = 7; return 0; }
int nvmlSystemGetDriverVersion(char* version, int length) { strncpy(version, "580.0", length); return 0; }
int nvmlDeviceGetMaxClockInfo(Word, int clock, unsigned* mhz) { *mhz = clock == 1 ? 1980 : 3201; return 0; }
int nvmlDeviceGetClockInfo(Word, int clock, unsigned* mhz) { *mhz = clock == 1 ? 1755 : 3201; return 0; }
int nvmlDeviceGetEnforcedPowerLimit(Word, unsigned* milliwatts) { *milliwatts = 700000; return 0; }
int nvmlDeviceGetPowerUsage(Word, unsigned* milliwatts) { *milliwatts = 698500; return 0; }
int nvmlDeviceGetTemperature(Word, int sensor, unsigned* celsius) { *celsius = sensor == 0 ? 61 : 0; return 0; }
int nvmlDeviceGetCurrentClocksThrottleReasons(Word, Word* reasons) { *reasons = 0x1 | 0x4; return 0; }

}
