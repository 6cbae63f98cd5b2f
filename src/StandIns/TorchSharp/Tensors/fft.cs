#nullable disable
namespace TorchSharp;

public enum FFTNormType
{
    Backward = 0, Forward = 1, Ortho = 2,
}

public static partial class torch
{
    public static partial class fft
    {
        public static Tensor fft_(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            aten.fft_fft.Call(input, Length(n), dim, Name(norm));

        public static Tensor ifft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            aten.fft_ifft.Call(input, Length(n), dim, Name(norm));

        public static Tensor rfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            aten.fft_rfft.Call(input, Length(n), dim, Name(norm));

        public static Tensor irfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            aten.fft_irfft.Call(input, Length(n), dim, Name(norm));

        public static Tensor hfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            aten.fft_hfft.Call(input, Length(n), dim, Name(norm));

        public static Tensor ihfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            aten.fft_ihfft.Call(input, Length(n), dim, Name(norm));

        public static Tensor fft2(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            aten.fft_fft2.Call(input, s, dim ?? s_plane, Name(norm));

        public static Tensor ifft2(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            aten.fft_ifft2.Call(input, s, dim ?? s_plane, Name(norm));

        public static Tensor rfft2(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            aten.fft_rfft2.Call(input, s, dim ?? s_plane, Name(norm));

        public static Tensor irfft2(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            aten.fft_irfft2.Call(input, s, dim ?? s_plane, Name(norm));

        public static Tensor fftn(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            aten.fft_fftn.Call(input, s, dim, Name(norm));

        public static Tensor ifftn(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            aten.fft_ifftn.Call(input, s, dim, Name(norm));

        public static Tensor rfftn(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            aten.fft_rfftn.Call(input, s, dim, Name(norm));

        public static Tensor irfftn(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            aten.fft_irfftn.Call(input, s, dim, Name(norm));

        public static Tensor fftshift(Tensor input, long[] dim = null) => aten.fft_fftshift.Call(input, dim);

        public static Tensor ifftshift(Tensor input, long[] dim = null) => aten.fft_ifftshift.Call(input, dim);

        public static Tensor fftfreq(long n, double d = 1, ScalarType? dtype = null, Device device = null, bool requires_grad = false)
        {
            InitializeDevice(device);
            return aten.fft_fftfreq.Call(n, d, dtype ?? get_default_dtype()).requires_grad_(requires_grad);
        }

        public static Tensor rfftfreq(long n, double d = 1, ScalarType? dtype = null, Device device = null, bool requires_grad = false)
        {
            InitializeDevice(device);
            return aten.fft_rfftfreq.Call(n, d, dtype ?? get_default_dtype()).requires_grad_(requires_grad);
        }

        private static readonly long[] s_plane = [-2, -1];

        private static long? Length(long n) => n < 0 ? null : n;

        private static string Name(FFTNormType norm) => norm switch
        {
            FFTNormType.Forward => "forward",
            FFTNormType.Ortho => "ortho",
            _ => "backward",
        };
    }
}
