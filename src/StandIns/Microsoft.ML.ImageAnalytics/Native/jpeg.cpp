#include "image.h"
#include <csetjmp>
#include <cstring>
#include <jpeglib.h>
#include <jerror.h>

namespace {
constexpr uint64_t MaxPixelsPerByte = 1024;  // Huffman codes spend a bit or more on a block of 64 pixels: 512, and room for arithmetic coding.

// libjpeg reports errors by a jump; nothing with a destructor may live in a function that calls it.
struct Errors {
  jpeg_error_mgr manager;
  jmp_buf jump;
  char* message;
};

void on_error(j_common_ptr info) {
  auto* errors = reinterpret_cast<Errors*>(info->err);
  char text[JMSG_LENGTH_MAX];
  info->err->format_message(info, text);
  snprintf(errors->message, MessageSize, "JPEG: %s", text);
  longjmp(errors->jump, 1);
}
void on_warning(j_common_ptr, int) {}
void no_output(j_common_ptr) {}

void use(Errors& errors, char* message) {
  jpeg_std_error(&errors.manager);
  errors.manager.error_exit = on_error;
  errors.manager.emit_message = on_warning;
  errors.manager.output_message = no_output;
  errors.message = message;
}

// A source over one block: at its end the decoder suspends, so that missing data show.
void start_source(j_decompress_ptr) {}
boolean at_end(j_decompress_ptr) { return FALSE; }
void skip(j_decompress_ptr info, long count) {
  if (count <= 0) return;
  size_t step = size_t(count) < info->src->bytes_in_buffer ? size_t(count) : info->src->bytes_in_buffer;
  info->src->next_input_byte += step;
  info->src->bytes_in_buffer -= step;
}

void read_from(jpeg_decompress_struct& info, jpeg_source_mgr& source, const uint8_t* data, size_t size) {
  source = {};
  source.next_input_byte = data;
  source.bytes_in_buffer = size;
  source.init_source = start_source;
  source.fill_input_buffer = at_end;
  source.skip_input_data = skip;
  source.resync_to_restart = jpeg_resync_to_restart;
  source.term_source = start_source;
  info.src = &source;
}

int ends_early(char* message) {
  snprintf(message, MessageSize, "JPEG: the data end early");
  return Failed;
}

// Adobe's inverted CMYK to BGRA.
void cmyk_to_bgra(uint8_t* row, uint32_t width) {
  for (uint32_t x = 0; x < width; x++, row += 4) {
    uint32_t c = row[0], m = row[1], y = row[2], k = row[3];
    row[0] = uint8_t(mul255(y, k));
    row[1] = uint8_t(mul255(m, k));
    row[2] = uint8_t(mul255(c, k));
    row[3] = 255;
  }
}

void opaque_black(uint8_t* from, uint8_t* to) {
  memset(from, 0, size_t(to - from));
  for (from += 3; from < to; from += 4) *from = 255;
}
}  // namespace

int jpeg_header(const uint8_t* data, size_t size, Header* header, char* message) {
  jpeg_decompress_struct info;
  jpeg_source_mgr source;
  Errors errors;
  use(errors, message);
  info.err = &errors.manager;
  jpeg_create_decompress(&info);
  if (setjmp(errors.jump)) {
    jpeg_destroy_decompress(&info);
    return Failed;
  }
  read_from(info, source, data, size);
  int result = jpeg_read_header(&info, TRUE);
  *header = {info.image_width, info.image_height};
  jpeg_destroy_decompress(&info);
  if (result != JPEG_HEADER_OK) return ends_early(message);
  if (uint64_t(header->width) * header->height > MaxPixelsPerByte * size) {
    snprintf(message, MessageSize, "JPEG: the header claims %u x %u pixels, more than %zu bytes can hold", header->width, header->height, size);
    return Failed;
  }
  return Ok;
}

int jpeg_decode(const uint8_t* data, size_t size, uint8_t* bgra, char* message) {
  jpeg_decompress_struct info;
  jpeg_source_mgr source;
  Errors errors;
  use(errors, message);
  info.err = &errors.manager;
  jpeg_create_decompress(&info);
  if (setjmp(errors.jump)) {
    jpeg_destroy_decompress(&info);
    return Failed;
  }
  read_from(info, source, data, size);
  if (jpeg_read_header(&info, TRUE) != JPEG_HEADER_OK) {
    jpeg_destroy_decompress(&info);
    return ends_early(message);
  }
  bool cmyk = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
  info.out_color_space = cmyk ? JCS_CMYK : JCS_EXT_BGRA;
  if (!jpeg_start_decompress(&info)) {
    jpeg_destroy_decompress(&info);
    return ends_early(message);
  }
  size_t stride = size_t(info.output_width) * 4;
  int result = Ok;
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = bgra + info.output_scanline * stride;
    if (jpeg_read_scanlines(&info, &row, 1) == 0) {
      ends_early(message);
      opaque_black(row, bgra + info.output_height * stride);
      result = Incomplete;
      break;
    }
    if (cmyk) cmyk_to_bgra(row, info.output_width);
  }
  jpeg_destroy_decompress(&info);
  return result;
}

int jpeg_encode(const uint8_t* pixels, uint32_t width, uint32_t height, int rgba, uint8_t** out, size_t* out_size, char* message) {
  if (width > JPEG_MAX_DIMENSION || height > JPEG_MAX_DIMENSION) {
    snprintf(message, MessageSize, "JPEG: %u x %u pixels; a side has at most %ld", width, height, JPEG_MAX_DIMENSION);
    return Failed;
  }
  jpeg_compress_struct info;
  Errors errors;
  unsigned long length = 0;
  use(errors, message);
  info.err = &errors.manager;
  jpeg_create_compress(&info);
  if (setjmp(errors.jump)) {
    jpeg_destroy_compress(&info);
    return Failed;
  }
  jpeg_mem_dest(&info, out, &length);
  info.image_width = width;
  info.image_height = height;
  info.input_components = 4;
  info.in_color_space = rgba ? JCS_EXT_RGBX : JCS_EXT_BGRX;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, 100, TRUE);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < height) {
    JSAMPROW row = const_cast<uint8_t*>(pixels) + size_t(info.next_scanline) * width * 4;
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  *out_size = length;
  return Ok;
}
