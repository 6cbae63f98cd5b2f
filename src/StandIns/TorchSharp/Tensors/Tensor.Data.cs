using System.Runtime.CompilerServices;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        internal void* Data
        {
            get
            {
                void* data = (void*)Native.ms_tensor_data(Handle);
                GC.KeepAlive(this);
                return data;
            }
        }

        /// <summary>The elements of a contiguous tensor in memory, valid while the tensor is.</summary>
        public Span<byte> bytes
        {
            get
            {
                var m = Metadata;
                if (!m.IsContiguous)
                {
                    throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
                }

                return new Span<byte>(Data, checked((int)(m.Elements * m.ElementSize)));
            }

            set
            {
                var target = bytes;
                if (value.Length != target.Length)
                {
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                }

                value.CopyTo(target);
                GC.KeepAlive(this);
            }
        }

        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            if (dtype != ElementTypes.Of<T>())
            {
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}.");
            }

            return new TensorAccessor<T>(this);
        }

        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
            {
                throw new ArgumentException($"Number of elements in the tensor must be 1, it is {NumberOfElements}.");
            }

            if (dtype != ElementTypes.Of<T>())
            {
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}.");
            }

            T value = Unsafe.Read<T>(Data);
            GC.KeepAlive(this);
            return value;
        }

        public Scalar ToScalar()
        {
            var cell = aten._local_scalar_dense.CallScalar(this);
            return cell.Tag == Native.Tag.Double ? new Scalar(BitConverter.Int64BitsToDouble(cell.Bits), dtype) : new Scalar(cell.Bits, dtype);
        }

        public T ReadCpuValue<T>(long i) where T : unmanaged
        {
            if (i < 0 || i >= NumberOfElements)
            {
                throw new IndexOutOfRangeException("The index is greater than the number of elements in the tensor");
            }

            T value = ((T*)Data)[i];
            GC.KeepAlive(this);
            return value;
        }

        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);

        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);

        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);

        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);

        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);

        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);

        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            using var whole = is_contiguous() ? alias() : contiguous();
            var m = whole.Metadata;
            byte* data = (byte*)whole.Data;
            for (long at = 0, end = m.Elements * m.ElementSize; at < end;)
            {
                int part = (int)Math.Min(end - at, 1 << 24);
                stream.Write(new ReadOnlySpan<byte>(data + at, part));
                at += part;
            }

            GC.KeepAlive(whole);
        }

        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            if (!is_contiguous())
            {
                throw new InvalidOperationException("ReadBytesFromStream() called on non-contiguous tensor.");
            }

            var m = Metadata;
            byte* data = (byte*)Data;
            for (long at = 0, end = m.Elements * m.ElementSize; at < end;)
            {
                int part = (int)Math.Min(end - at, 1 << 24);
                stream.ReadExactly(new Span<byte>(data + at, part));
                at += part;
            }

            GC.KeepAlive(this);
        }
    }
}
