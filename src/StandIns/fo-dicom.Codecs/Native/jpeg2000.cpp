#include "codec.h"
#include <cstring>
#include <memory>
#include <openjpeg.h>

namespace {
struct Block {
  const uint8_t* data;
  size_t size, at;
};

OPJ_SIZE_T read(void* to, OPJ_SIZE_T count, void* user) {
  auto* block = static_cast<Block*>(user);
  if (block->at >= block->size) return OPJ_SIZE_T(-1);
  size_t now = count < block->size - block->at ? count : block->size - block->at;
  memcpy(to, block->data + block->at, now);
  block->at += now;
  return now;
}

OPJ_OFF_T skip(OPJ_OFF_T count, void* user) {
  auto* block = static_cast<Block*>(user);
  if (count < 0) return -1;
  size_t left = block->size - block->at;
  block->at += size_t(count) < left ? size_t(count) : left;
  return count;
}

OPJ_BOOL seek(OPJ_OFF_T to, void* user) {
  auto* block = static_cast<Block*>(user);
  if (to < 0 || size_t(to) > block->size) return OPJ_FALSE;
  block->at = size_t(to);
  return OPJ_TRUE;
}

void on_error(const char* text, void* user) {
  char* message = static_cast<char*>(user);
  if (message[0]) return;  // The first says most.
  snprintf(message, MessageSize, "%s", text);
  size_t length = strlen(message);
  while (length && (message[length - 1] == '\n' || message[length - 1] == '.')) message[--length] = 0;
}
void no_message(const char*, void*) {}

template <typename T>
void write(const opj_image_t* image, const Frame* frame, T* to) {
  size_t pixels = size_t(frame->width) * frame->height, samples = frame->samples;
  for (size_t sample = 0; sample < samples; sample++) {
    const OPJ_INT32* from = image->comps[sample].data;
    T* first = to + (frame->planar ? sample * pixels : sample);
    size_t step = frame->planar ? 1 : samples;
    for (size_t i = 0; i < pixels; i++) first[i * step] = T(from[i]);
  }
}

// Codecs and streams are both void to the compiler.
struct FreeStream {
  void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};
struct FreeCodec {
  void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};
struct FreeImage {
  void operator()(opj_image_t* image) const { opj_image_destroy(image); }
};
}  // namespace

MEDSSL_EXPORT int medssl_dicom_jpeg2000(const uint8_t* data, size_t size, Frame* frame, uint8_t* to, char* message) {
  bool file = size > 12 && !memcmp(data, "\0\0\0\014jP", 6);
  std::unique_ptr<opj_codec_t, FreeCodec> codec(opj_create_decompress(file ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K));
  std::unique_ptr<opj_stream_t, FreeStream> stream(opj_stream_create(size < 65536 ? size + 1 : 65536, OPJ_TRUE));
  if (!codec || !stream) return fail(message, "no memory");
  opj_set_error_handler(codec.get(), on_error, message);
  opj_set_warning_handler(codec.get(), no_message, nullptr);
  opj_set_info_handler(codec.get(), no_message, nullptr);
  Block block = {data, size, 0};
  opj_stream_set_user_data(stream.get(), &block, nullptr);
  opj_stream_set_user_data_length(stream.get(), size);
  opj_stream_set_read_function(stream.get(), read);
  opj_stream_set_skip_function(stream.get(), skip);
  opj_stream_set_seek_function(stream.get(), seek);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  opj_image_t* made = nullptr;
  bool ok = opj_setup_decoder(codec.get(), &parameters) && opj_read_header(stream.get(), codec.get(), &made) && opj_decode(codec.get(), stream.get(), made);
  std::unique_ptr<opj_image_t, FreeImage> image(made);
  if (!ok || !image) return message[0] ? 1 : fail(message, "the frame is damaged");
  message[0] = 0;
  if (image->numcomps != frame->samples) return fail(message, "the frame has %u samples instead of %u", image->numcomps, frame->samples);
  for (uint32_t i = 0; i < image->numcomps; i++) {
    const auto& component = image->comps[i];
    if (component.w != frame->width || component.h != frame->height || component.prec > frame->bytes_per_sample * 8 || !component.data)
      return fail(message, "sample %u is %u x %u of %u bits", i + 1, component.w, component.h, component.prec);
  }
  if (frame->bytes_per_sample == 1) write(image.get(), frame, to);
  else write(image.get(), frame, reinterpret_cast<uint16_t*>(to));
  return 0;
}
