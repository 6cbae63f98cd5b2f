// Decoding and encoding of PNG and JPEG between memory blocks. Every function is stateless and may run on any thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdio>

#define MEDSSL_EXPORT extern "C" __attribute__((visibility("default")))

enum Result : int { Ok = 0, Incomplete = 1, Failed = 2 };  // Incomplete: the data end early, the rows before that are there.

constexpr uint64_t MaxPixels = uint64_t(1) << 28;
constexpr int MessageSize = 256;

struct Header { uint32_t width, height; };

int png_header(const uint8_t* data, size_t size, Header* header, char* message);
int png_decode(const uint8_t* data, size_t size, uint8_t* bgra, char* message);
int png_encode(const uint8_t* pixels, uint32_t width, uint32_t height, int rgba, uint8_t** out, size_t* out_size, char* message);

int jpeg_header(const uint8_t* data, size_t size, Header* header, char* message);
int jpeg_decode(const uint8_t* data, size_t size, uint8_t* bgra, char* message);
int jpeg_encode(const uint8_t* pixels, uint32_t width, uint32_t height, int rgba, uint8_t** out, size_t* out_size, char* message);

// (value * factor) / 255, rounded to the nearest.
inline uint32_t mul255(uint32_t value, uint32_t factor) {
  uint32_t product = value * factor + 128;
  return (product + (product >> 8)) >> 8;
}
