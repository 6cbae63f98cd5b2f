namespace TorchSharp;

public static partial class torch
{
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.Current.Innermost;

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Open();

    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => Native.ms_grad_mode() != 0;

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => Native.ms_inference_mode() != 0;

    public static int get_num_threads() => (int)Native.ms_threads();

    public static void set_num_threads(int num) => Native.Check(Native.ms_set_threads(num));

    public static int get_num_interop_threads() => (int)Native.ms_interop_threads();

    public static void set_num_interop_threads(int num) => Native.Check(Native.ms_set_interop_threads(num));

    /// <summary>The thread's grad mode until disposed.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly long _before = Native.ms_grad_mode();

        internal GradMode(bool on) => Native.ms_set_grad_mode(on ? 1 : 0);

        public void Dispose() => Native.ms_set_grad_mode(_before);
    }

    private sealed class InferenceMode(bool on) : IDisposable
    {
        private nint _guard = Native.ms_inference_enter(on ? 1 : 0);

        public void Dispose()
        {
            if (_guard != 0)
            {
                Native.ms_inference_leave(_guard);
                _guard = 0;
            }
        }
    }
}
