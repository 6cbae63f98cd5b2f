#include "codec.h"
#include <charls/charls.h>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

namespace {
struct Destroy {
  void operator()(charls_jpegls_decoder* decoder) const { charls_jpegls_decoder_destroy(decoder); }
};
}  // namespace

MEDSSL_EXPORT int medssl_dicom_jpegls(const uint8_t* data, size_t size, Frame* frame, uint8_t* to, char* message) try {
  std::unique_ptr<charls_jpegls_decoder, Destroy> decoder(charls_jpegls_decoder_create());
  if (!decoder) return fail(message, "no memory");
  auto check = [&](charls_jpegls_errc code) { return code == charls::jpegls_errc::success ? 0 : fail(message, "%s", charls_get_error_message(code)); };
  charls_frame_info info;
  charls_interleave_mode mode;
  if (check(charls_jpegls_decoder_set_source_buffer(decoder.get(), data, size)) || check(charls_jpegls_decoder_read_header(decoder.get()))
      || check(charls_jpegls_decoder_get_frame_info(decoder.get(), &info)) || check(charls_jpegls_decoder_get_interleave_mode(decoder.get(), &mode)))
    return 1;
  size_t bytes = info.bits_per_sample > 8 ? 2 : 1;
  if (info.width != frame->width || info.height != frame->height || uint32_t(info.component_count) != frame->samples || bytes > frame->bytes_per_sample)
    return fail(message, "the frame is not what the data set says");

  size_t pixels = size_t(frame->width) * frame->height, samples = frame->samples, step = frame->bytes_per_sample;
  bool planes = samples > 1 && mode == charls::interleave_mode::none;
  bool as_is = bytes == step && (samples == 1 || planes == (frame->planar != 0));
  std::vector<uint8_t> other(as_is ? 0 : pixels * samples * bytes);
  uint8_t* decoded = as_is ? to : other.data();
  if (check(charls_jpegls_decoder_decode_to_buffer(decoder.get(), decoded, pixels * samples * bytes, 0))) return 1;
  if (as_is) return 0;
  memset(to, 0, pixels * samples * step);
  for (size_t sample = 0; sample < samples; sample++)
    for (size_t pixel = 0; pixel < pixels; pixel++) {
      const uint8_t* from = decoded + (planes ? sample * pixels + pixel : pixel * samples + sample) * bytes;
      memcpy(to + (frame->planar ? sample * pixels + pixel : pixel * samples + sample) * step, from, bytes);
    }
  return 0;
} catch (const std::exception& error) {
  return fail(message, "%s", error.what());
}
