#include "image.h"
#include <cstdlib>
#include <cstring>

namespace {
bool is_png(const uint8_t* data, size_t size) { return size >= 8 && !memcmp(data, "\x89PNG\r\n\x1a\n", 8); }
bool is_jpeg(const uint8_t* data, size_t size) { return size >= 3 && data[0] == 0xFF && data[1] == 0xD8 && data[2] == 0xFF; }
}  // namespace

// Width and height of an image, refused where they are too large to hold.
MEDSSL_EXPORT int medssl_image_header(const uint8_t* data, size_t size, Header* header, char* message) {
  int result = Failed;
  if (is_png(data, size)) result = png_header(data, size, header, message);
  else if (is_jpeg(data, size)) result = jpeg_header(data, size, header, message);
  else snprintf(message, MessageSize, size == 0 ? "the data are empty" : "the data are neither PNG nor JPEG");
  if (result != Ok) return Failed;
  if (header->width == 0 || header->height == 0 || uint64_t(header->width) * header->height > MaxPixels) {
    snprintf(message, MessageSize, "the header claims %u x %u pixels; an image has 1 to %llu", header->width, header->height, (unsigned long long)MaxPixels);
    return Failed;
  }
  return Ok;
}

// Decodes into width * height * 4 bytes: blue, green, red, alpha, colours multiplied by alpha.
MEDSSL_EXPORT int medssl_image_decode(const uint8_t* data, size_t size, uint8_t* bgra, char* message) {
  return is_png(data, size) ? png_decode(data, size, bgra, message) : jpeg_decode(data, size, bgra, message);
}

// Encodes 32-bit pixels as PNG or JPEG into a block that medssl_image_free frees.
MEDSSL_EXPORT int medssl_image_encode(const uint8_t* pixels, uint32_t width, uint32_t height, int rgba, int jpeg, uint8_t** out, size_t* out_size, char* message) {
  *out = nullptr;
  *out_size = 0;
  return (jpeg ? jpeg_encode : png_encode)(pixels, width, height, rgba, out, out_size, message);
}

MEDSSL_EXPORT void medssl_image_free(uint8_t* block) { free(block); }
