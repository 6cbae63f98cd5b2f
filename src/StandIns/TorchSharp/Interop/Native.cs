using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The C ABI of Native/shim.cpp.</summary>
internal static unsafe partial class Native
{
    private const string Library = "MedSslTorch";

    /// <summary>A tagged argument or result, as Value in the shim.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Cell
    {
        internal Tag Tag;
        internal long Bits;
        internal long Count;
    }

    internal enum Tag : long
    {
        None, Tensor, Int, Double, Bool, IntList, TensorList, DoubleList, String, Generator, OptionalTensorList, BoolList, ScalarList,
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Metadata
    {
        internal long Dimensions;
        internal long* Sizes;
        internal long* Strides;
        internal long Elements;
        internal long ElementSize;
        internal long Dtype;
        internal long DeviceType;
        internal long DeviceIndex;
        internal long StorageOffset;
        internal long Flags;

        internal readonly bool RequiresGrad => (Flags & 1) != 0;
        internal readonly bool IsLeaf => (Flags & 2) != 0;
        internal readonly bool IsContiguous => (Flags & 4) != 0;
        internal readonly bool IsSparse => (Flags & 8) != 0;
    }

    static Native()
    {
        // libgomp reads this when it is loaded, which the first call below does. Its threads would spin where they wait, at the end of every
        // parallel loop: with anything else on the processors (OpenBLAS's own threads, .NET's, another process) a training step takes
        // ten times as long. Sleeping instead costs microseconds.
        _ = setenv("OMP_WAIT_POLICY"u8, "PASSIVE"u8, 0);

        // Debian's libtorch starts with one thread, the real package's with one a processor.
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null)
        {
            _ = ms_set_threads(Environment.ProcessorCount);
        }
    }

    private static int setenv(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int overwrite)
    {
        fixed (byte* n = name, v = value)
        {
            return setenv(n, v, overwrite);
        }
    }

    [DllImport("libc")] private static extern int setenv(byte* name, byte* value, int overwrite);

    [DllImport(Library)] internal static extern byte* ms_last_error();
    [DllImport(Library)] internal static extern nint ms_operator(byte* name, byte* overload);
    [DllImport(Library)] internal static extern long ms_call(nint op, Cell* arguments, long count, Cell* results, long capacity);
    [DllImport(Library)] internal static extern void ms_overflow(Cell* results);

    [DllImport(Library)] internal static extern void ms_tensor_free(nint tensor);
    [DllImport(Library), SuppressGCTransition] internal static extern void ms_tensor_metadata(nint tensor, Metadata* result);
    [DllImport(Library)] internal static extern nint ms_tensor_data(nint tensor);
    [DllImport(Library)] internal static extern long ms_tensor_set_requires_grad(nint tensor, long on);
    [DllImport(Library)] internal static extern long ms_tensor_retain_grad(nint tensor);
    [DllImport(Library)] internal static extern nint ms_tensor_grad(nint tensor);
    [DllImport(Library)] internal static extern long ms_tensor_set_grad(nint tensor, nint grad);

    [DllImport(Library)]
    internal static extern long ms_backward(nint* roots, long count, nint* grads, long gradCount, long retain, long create, nint* inputs, long inputCount);

    [DllImport(Library)]
    internal static extern long ms_grad(
        nint* outputs, long count, nint* inputs, long inputCount, nint* grads, long gradCount, long retain, long create, long allowUnused, nint* results);

    [DllImport(Library), SuppressGCTransition] internal static extern long ms_grad_mode();
    [DllImport(Library), SuppressGCTransition] internal static extern void ms_set_grad_mode(long on);
    [DllImport(Library), SuppressGCTransition] internal static extern long ms_inference_mode();
    [DllImport(Library)] internal static extern nint ms_inference_enter(long on);
    [DllImport(Library)] internal static extern void ms_inference_leave(nint guard);

    [DllImport(Library)] internal static extern nint ms_generator_new(ulong seed);
    [DllImport(Library)] internal static extern nint ms_generator_default();
    [DllImport(Library)] internal static extern void ms_generator_free(nint generator);
    [DllImport(Library)] internal static extern long ms_generator_seed(nint generator, long action, long seed);
    [DllImport(Library)] internal static extern nint ms_generator_state(nint generator);
    [DllImport(Library)] internal static extern long ms_generator_set_state(nint generator, nint state);

    [DllImport(Library)] internal static extern long ms_set_threads(long threads);
    [DllImport(Library)] internal static extern long ms_threads();
    [DllImport(Library)] internal static extern long ms_interop_threads();
    [DllImport(Library)] internal static extern long ms_set_interop_threads(long threads);

    /// <summary>The thread's last native error, as the exception the real package throws.</summary>
    internal static ExternalException LastError()
    {
        string message = Marshal.PtrToStringUTF8((nint)ms_last_error()) ?? "";
        int end = message.IndexOf('\n');
        return new ExternalException(end < 0 ? message : message[..end]);
    }

    internal static void Check(long status)
    {
        if (status < 0)
        {
            throw LastError();
        }
    }
}
