namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor new_empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Sized(aten.empty_memory_format, [size], dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Sized(aten.empty_memory_format, [rows, columns], dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Sized(aten.empty_memory_format, [dim0, dim1, dim2], dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Sized(aten.empty_memory_format, [dim0, dim1, dim2, dim3], dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Sized(aten.empty_memory_format, size.ToArray(), dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Sized(aten.zeros, [size], dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Sized(aten.zeros, [rows, columns], dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Sized(aten.zeros, [dim0, dim1, dim2], dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Sized(aten.zeros, [dim0, dim1, dim2, dim3], dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Sized(aten.zeros, size.ToArray(), dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Sized(aten.ones, [size], dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Sized(aten.ones, [rows, columns], dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Sized(aten.ones, [dim0, dim1, dim2], dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Sized(aten.ones, [dim0, dim1, dim2, dim3], dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Filled([size], value, dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Filled([rows, columns], value, dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Filled([dim0, dim1, dim2], value, dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_full(long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Filled([dim0, dim1, dim2, dim3], value, dtype ?? this.dtype, device, requires_grad, null);

        public Tensor new_full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Factory.Filled(size.ToArray(), value, dtype ?? this.dtype, device, requires_grad, null);
    }
}
