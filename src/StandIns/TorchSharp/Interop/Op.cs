using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>An operator of libtorch, looked up at its first call. Arguments left out at the end take the operator's defaults.</summary>
internal sealed unsafe class Op(string name, string overload = "")
{
    /// <summary>Room on the stack for the elements of all list arguments of a call.</summary>
    private const int StackWords = 256;

    /// <summary>The capacity of a caller that wants no results.</summary>
    private const int Nothing = -1;

    private nint _handle;

    internal Tensor Call(params ReadOnlySpan<Value> arguments)
    {
        Native.Cell result;
        Invoke(arguments, &result, 1);
        return new Tensor((nint)result.Bits);
    }

    /// <summary>Calls an operator that changes its first argument, and gives that argument, the same object, as the real package does.</summary>
    internal Tensor InPlace(params ReadOnlySpan<Value> arguments)
    {
        Invoke(arguments, null, Nothing);
        return Unsafe.As<Tensor>(arguments[0].Object!);
    }

    internal (Tensor, Tensor) Call2(params ReadOnlySpan<Value> arguments)
    {
        Native.Cell* results = stackalloc Native.Cell[2];
        Invoke(arguments, results, 2);
        return (new Tensor((nint)results[0].Bits), new Tensor((nint)results[1].Bits));
    }

    internal (Tensor, Tensor, Tensor, Tensor) Call4(params ReadOnlySpan<Value> arguments)
    {
        Native.Cell* results = stackalloc Native.Cell[4];
        Invoke(arguments, results, 4);
        return (new((nint)results[0].Bits), new((nint)results[1].Bits), new((nint)results[2].Bits), new((nint)results[3].Bits));
    }

    internal (Tensor, Tensor, Tensor) Call3(params ReadOnlySpan<Value> arguments)
    {
        Native.Cell* results = stackalloc Native.Cell[3];
        Invoke(arguments, results, 3);
        return (new Tensor((nint)results[0].Bits), new Tensor((nint)results[1].Bits), new Tensor((nint)results[2].Bits));
    }

    internal Tensor[] CallList(params ReadOnlySpan<Value> arguments)
    {
        long count = Invoke(arguments, null, 0);
        Native.Cell[] results = new Native.Cell[count];
        fixed (Native.Cell* p = results)
        {
            Native.ms_overflow(p);
        }

        return Array.ConvertAll(results, r => new Tensor((nint)r.Bits));
    }

    /// <summary>Calls an operator for its effect and lets the results go.</summary>
    internal void Run(params ReadOnlySpan<Value> arguments) => Invoke(arguments, null, Nothing);

    internal bool CallBool(params ReadOnlySpan<Value> arguments)
    {
        Native.Cell result;
        Invoke(arguments, &result, 1);
        return result.Bits != 0;
    }

    /// <summary>A number; its tag says which.</summary>
    internal Native.Cell CallScalar(params ReadOnlySpan<Value> arguments)
    {
        Native.Cell result;
        Invoke(arguments, &result, 1);
        return result;
    }

    [SkipLocalsInit]
    private long Invoke(ReadOnlySpan<Value> arguments, Native.Cell* results, int capacity)
    {
        nint handle = _handle != 0 ? _handle : Find();
        Native.Cell* cells = stackalloc Native.Cell[arguments.Length];
        long* words = stackalloc long[StackWords];
        long* rented = null;
        int used = 0;
        for (int i = 0; i < arguments.Length; i++)
        {
            ref readonly Value v = ref arguments[i];
            cells[i].Tag = v.Tag;
            switch (v.Tag)
            {
                case Native.Tag.Tensor:
                    cells[i].Bits = Unsafe.As<Tensor>(v.Object!).Handle;
                    break;
                case Native.Tag.Generator:
                    cells[i].Bits = Unsafe.As<Generator>(v.Object!).Handle;
                    break;
                case >= Native.Tag.IntList:
                    int needed = Words(v);
                    if (rented == null && used + needed > StackWords)
                    {
                        // One block for what is left. The words on the stack stay where earlier cells point.
                        int left = 0;
                        for (int k = i; k < arguments.Length; k++)
                        {
                            left += Words(arguments[k]);
                        }

                        rented = (long*)NativeMemory.Alloc((nuint)left * 8);
                        words = rented;
                        used = 0;
                    }

                    cells[i].Bits = (long)(words + used);
                    cells[i].Count = Copy(v, words + used);
                    used += needed;
                    break;
                default:
                    cells[i].Bits = v.Bits;
                    break;
            }
        }

        long count = Native.ms_call(handle, cells, arguments.Length, results, capacity);
        if (rented != null)
        {
            NativeMemory.Free(rented);
        }

        KeepAlive(arguments);
        return count >= 0 ? count : throw Native.LastError();
    }

    private static int Words(in Value v) => v.Tag switch
    {
        Native.Tag.String => (Encoding.UTF8.GetMaxByteCount(((string)v.Object!).Length) + 7) / 8,
        >= Native.Tag.IntList and not Native.Tag.Generator => ((Array)v.Object!).Length,
        _ => 0,
    };

    /// <summary>Copies a list's elements or a text's bytes; returns their number.</summary>
    private static long Copy(in Value v, long* to)
    {
        switch (v.Object)
        {
            case long[] list:
                list.CopyTo(new Span<long>(to, list.Length));
                return list.Length;
            case double[] list:
                list.CopyTo(new Span<double>(to, list.Length));
                return list.Length;
            case Tensor?[] list:
                for (int i = 0; i < list.Length; i++)
                {
                    to[i] = list[i] is { } t ? t.Handle : 0;
                }

                return list.Length;
            case string text:
                return Encoding.UTF8.GetBytes(text, new Span<byte>(to, Encoding.UTF8.GetMaxByteCount(text.Length)));
            default:
                throw new InvalidOperationException($"No such list: {v.Tag}.");
        }
    }

    /// <summary>The callers' arguments, and with them the tensors, are in use until here.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void KeepAlive(ReadOnlySpan<Value> arguments)
    {
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private nint Find()
    {
        fixed (byte* n = Encoding.UTF8.GetBytes(name + '\0'), o = Encoding.UTF8.GetBytes(overload + '\0'))
        {
            nint found = Native.ms_operator(n, o);
            return found != 0 ? _handle = found : throw new NotSupportedException($"This libtorch has no operator aten::{name}.{overload}.");
        }
    }
}
