#pragma GCC optimize("O3")  // Vectorises the loops over pixels.
#include "image.h"
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <spng.h>

namespace {
struct Free { void operator()(spng_ctx* ctx) const { spng_ctx_free(ctx); } };
using Context = std::unique_ptr<spng_ctx, Free>;

constexpr uint64_t MaxInflate = 1032;          // A deflate stream grows by no more than this.
constexpr size_t MaxChunk = size_t(1) << 26;   // Bytes of one ancillary chunk, unpacked.

int fail(int error, char* message) {
  snprintf(message, MessageSize, "PNG: %s", spng_strerror(error));
  return Failed;
}

int open(Context& ctx, const uint8_t* data, size_t size, spng_ihdr* header, char* message) {
  ctx.reset(spng_ctx_new(0));
  if (!ctx) return fail(SPNG_EMEM, message);
  int error = spng_set_crc_action(ctx.get(), SPNG_CRC_ERROR, SPNG_CRC_DISCARD);
  if (!error) error = spng_set_chunk_limits(ctx.get(), MaxChunk, 2 * MaxChunk);
  if (!error) error = spng_set_png_buffer(ctx.get(), data, size);
  if (!error) error = spng_get_ihdr(ctx.get(), header);
  return error ? fail(error, message) : Ok;
}

// How rows are decoded before they become BGRA: opaque gray and RGB take a short way.
enum class Layout { Gray, Rgb, Rgba };

Layout layout(const spng_ihdr& header, bool alpha) {
  if (!alpha && header.bit_depth <= 8 && header.color_type == SPNG_COLOR_TYPE_GRAYSCALE) return Layout::Gray;
  if (!alpha && header.bit_depth == 8 && header.color_type == SPNG_COLOR_TYPE_TRUECOLOR) return Layout::Rgb;
  return Layout::Rgba;
}

void gray_to_bgra(const uint8_t* from, uint32_t* to, uint32_t width) {
  for (uint32_t x = 0; x < width; x++) to[x] = 0xFF000000u | from[x] * 0x010101u;
}

void rgb_to_bgra(const uint8_t* from, uint32_t* to, uint32_t width) {
  for (uint32_t x = 0; x < width; x++, from += 3) to[x] = 0xFF000000u | uint32_t(from[0]) << 16 | uint32_t(from[1]) << 8 | from[2];
}

// In place, with the colours multiplied by alpha.
void rgba_to_bgra(uint8_t* row, uint32_t width, bool alpha) {
  auto* pixels = reinterpret_cast<uint32_t*>(row);
  for (uint32_t x = 0; x < width; x++) {
    uint32_t p = pixels[x];
    pixels[x] = (p & 0xFF00FF00u) | (p >> 16 & 0xFF) | (p & 0xFF) << 16;
  }
  if (alpha)
    for (uint32_t x = 0; x < width; x++, row += 4) {
      if (row[3] == 255) continue;
      for (int c = 0; c < 3; c++) row[c] = uint8_t(mul255(row[c], row[3]));
    }
}

int decode_rows(spng_ctx* ctx, const spng_ihdr& header, Layout layout, bool alpha, uint8_t* bgra) {
  size_t stride = size_t(header.width) * 4;
  std::unique_ptr<uint8_t[]> line(new (std::nothrow) uint8_t[stride]);
  if (!line) return SPNG_EMEM;
  for (uint32_t y = 0; y < header.height; y++) {
    uint8_t* row = bgra + y * stride;
    size_t length = layout == Layout::Gray ? header.width : layout == Layout::Rgb ? size_t(header.width) * 3 : stride;
    int error = spng_decode_row(ctx, layout == Layout::Rgba ? row : line.get(), length);
    if (error && error != SPNG_EOI) {
      memset(row, 0, (header.height - y) * stride);
      return error;
    }
    if (layout == Layout::Gray) gray_to_bgra(line.get(), reinterpret_cast<uint32_t*>(row), header.width);
    else if (layout == Layout::Rgb) rgb_to_bgra(line.get(), reinterpret_cast<uint32_t*>(row), header.width);
    else rgba_to_bgra(row, header.width, alpha);
  }
  return 0;
}

// The rows of the seven passes of an interlaced image come in any order, each holding part of a line.
int decode_passes(spng_ctx* ctx, const spng_ihdr& header, bool alpha, uint8_t* bgra) {
  size_t stride = size_t(header.width) * 4;
  memset(bgra, 0, stride * header.height);
  int error = 0;
  while (!error) {
    spng_row_info row;
    error = spng_get_row_info(ctx, &row);
    if (!error) error = spng_decode_row(ctx, bgra + row.row_num * stride, stride);
  }
  for (uint32_t y = 0; y < header.height; y++) rgba_to_bgra(bgra + y * stride, header.width, alpha);
  return error == SPNG_EOI ? 0 : error;
}
}  // namespace

int png_header(const uint8_t* data, size_t size, Header* header, char* message) {
  Context ctx;
  spng_ihdr ihdr;
  if (open(ctx, data, size, &ihdr, message) != Ok) return Failed;
  static const int channels[] = {1, 0, 3, 1, 2, 0, 4};
  uint64_t bytes = (uint64_t(ihdr.width) * ihdr.bit_depth * channels[ihdr.color_type] + 7) / 8 * ihdr.height;
  if (bytes > MaxInflate * size) {
    snprintf(message, MessageSize, "PNG: the header claims %u x %u pixels, more than %zu bytes can hold", ihdr.width, ihdr.height, size);
    return Failed;
  }
  *header = {ihdr.width, ihdr.height};
  return Ok;
}

int png_decode(const uint8_t* data, size_t size, uint8_t* bgra, char* message) {
  Context ctx;
  spng_ihdr header;
  if (open(ctx, data, size, &header, message) != Ok) return Failed;
  spng_trns transparency;
  bool alpha = header.color_type >= SPNG_COLOR_TYPE_GRAYSCALE_ALPHA || spng_get_trns(ctx.get(), &transparency) == 0;
  bool interlaced = header.interlace_method != SPNG_INTERLACE_NONE;
  Layout rows = interlaced ? Layout::Rgba : layout(header, alpha);
  int format = rows == Layout::Gray ? SPNG_FMT_G8 : rows == Layout::Rgb ? SPNG_FMT_RGB8 : SPNG_FMT_RGBA8;
  int error = spng_decode_image(ctx.get(), nullptr, 0, format, SPNG_DECODE_PROGRESSIVE | (alpha ? SPNG_DECODE_TRNS : 0));
  if (error) memset(bgra, 0, size_t(header.width) * header.height * 4);
  else error = interlaced ? decode_passes(ctx.get(), header, alpha, bgra) : decode_rows(ctx.get(), header, rows, alpha, bgra);
  if (!error) return Ok;
  fail(error, message);
  return error == SPNG_IO_EOF ? Incomplete : Failed;
}

int png_encode(const uint8_t* pixels, uint32_t width, uint32_t height, int rgba, uint8_t** out, size_t* out_size, char* message) {
  size_t count = size_t(width) * height;
  bool opaque = true;
  for (size_t i = 0; i < count && opaque; i++) opaque = pixels[4 * i + 3] == 255;
  int channels = opaque ? 3 : 4;
  std::unique_ptr<uint8_t[]> straight(new (std::nothrow) uint8_t[count * channels]);
  Context ctx(spng_ctx_new(SPNG_CTX_ENCODER));
  if (!straight || !ctx) return fail(SPNG_EMEM, message);
  uint8_t* to = straight.get();
  for (const uint8_t *from = pixels, *end = pixels + 4 * count; from < end; from += 4, to += channels) {
    uint32_t alpha = from[3];
    for (int c = 0; c < 3; c++) {
      uint32_t value = from[rgba ? c : 2 - c];
      if (alpha != 255) value = alpha == 0 ? 0 : (value * 255 + alpha / 2) / alpha;
      to[c] = uint8_t(value > 255 ? 255 : value);
    }
    if (!opaque) to[3] = uint8_t(alpha);
  }
  spng_ihdr header = {};
  header.width = width;
  header.height = height;
  header.bit_depth = 8;
  header.color_type = opaque ? SPNG_COLOR_TYPE_TRUECOLOR : SPNG_COLOR_TYPE_TRUECOLOR_ALPHA;
  int error = spng_set_option(ctx.get(), SPNG_ENCODE_TO_BUFFER, 1);
  if (!error) error = spng_set_ihdr(ctx.get(), &header);
  if (!error) error = spng_encode_image(ctx.get(), straight.get(), count * channels, SPNG_FMT_PNG, SPNG_ENCODE_FINALIZE);
  if (!error) *out = static_cast<uint8_t*>(spng_get_png_buffer(ctx.get(), out_size, &error));
  return error ? fail(error, message) : Ok;
}
