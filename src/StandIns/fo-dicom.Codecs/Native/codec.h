// Decoding of compressed DICOM frames into memory blocks. Every function is stateless and may run on any thread; none throws, exits or aborts.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdio>

#define MEDSSL_EXPORT extern "C" __attribute__((visibility("default")))

constexpr int MessageSize = 256;

// What the caller expects, and has a block of width * height * samples * bytes_per_sample bytes for.
struct Frame {
  uint32_t width, height, samples, bytes_per_sample;
  int to_rgb, planar;
};

// 0, or 1 with a message.
template <typename... T>
int fail(char* message, const char* format, T... values) {
  snprintf(message, MessageSize, format, values...);
  return 1;
}
