#include "image.h"
#include <cstdlib>
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

bool gray(const spng_ihdr& header) { return header.color_type == SPNG_COLOR_TYPE_GRAYSCALE || header.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA; }

// RGBA to BGRA with the colours multiplied by alpha.
void finish(uint8_t* row, uint32_t width, bool swap, bool alpha) {
  auto* pixels = reinterpret_cast<uint32_t*>(row);
  if (swap)
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

int decode_rows(spng_ctx* ctx, const spng_ihdr& header, uint8_t* bgra) {
  size_t stride = size_t(header.width) * 4;
  if (header.interlace_method == SPNG_INTERLACE_NONE) {
    for (uint32_t y = 0; y < header.height; y++)
      if (int error = spng_decode_row(ctx, bgra + y * stride, stride)) return error;
    return SPNG_EOI;
  }
  for (;;) {
    spng_row_info row;
    if (int error = spng_get_row_info(ctx, &row)) return error;
    if (int error = spng_decode_row(ctx, bgra + row.row_num * stride, stride)) return error;
  }
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
  int error = spng_decode_image(ctx.get(), nullptr, 0, SPNG_FMT_RGBA8, SPNG_DECODE_PROGRESSIVE | SPNG_DECODE_TRNS);
  if (!error) error = decode_rows(ctx.get(), header, bgra);
  for (uint32_t y = 0; y < header.height; y++) finish(bgra + size_t(y) * header.width * 4, header.width, !gray(header), alpha);
  if (error == 0 || error == SPNG_EOI) return Ok;
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
