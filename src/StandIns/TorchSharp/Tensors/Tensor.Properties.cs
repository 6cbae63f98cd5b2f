namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        private Native.Metadata Metadata
        {
            get
            {
                Native.Metadata m;
                Native.ms_tensor_metadata(Handle, &m);
                GC.KeepAlive(this);
                return m;
            }
        }

        public long Dimensions => Metadata.Dimensions;

        public long ndim => Metadata.Dimensions;

        public long dim() => Metadata.Dimensions;

        public long NumberOfElements => Metadata.Elements;

        public long numel() => Metadata.Elements;

        public long ElementSize => Metadata.ElementSize;

        public long element_size() => Metadata.ElementSize;

        public ScalarType dtype => (ScalarType)Metadata.Dtype;

        public DeviceType device_type => (DeviceType)Metadata.DeviceType;

        public int device_index => (int)Metadata.DeviceIndex;

        public Device device => device_type == DeviceType.CPU ? CPU : new(device_type, device_index);

        public bool is_leaf => Metadata.IsLeaf;

        public bool is_sparse => Metadata.IsSparse;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_contiguous() => Metadata.IsContiguous;

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_nonzero() => aten.is_nonzero.CallBool(this);

        public long storage_offset() => Metadata.StorageOffset;

        public long[] shape
        {
            get
            {
                Native.Metadata m;
                Native.ms_tensor_metadata(Handle, &m);
                long[] sizes = new ReadOnlySpan<long>(m.Sizes, (int)m.Dimensions).ToArray();
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public long[] size() => shape;

        public long size(int dim)
        {
            long[] sizes = shape;
            return sizes[dim < 0 ? dim + sizes.Length : dim];
        }

        public long[] stride()
        {
            Native.Metadata m;
            Native.ms_tensor_metadata(Handle, &m);
            long[] strides = new ReadOnlySpan<long>(m.Strides, (int)m.Dimensions).ToArray();
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim)
        {
            long[] strides = stride();
            return strides[dim < 0 ? dim + strides.Length : dim];
        }

        public bool requires_grad
        {
            get => Metadata.RequiresGrad;
            set
            {
                Native.Check(Native.ms_tensor_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad()
        {
            Native.Check(Native.ms_tensor_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        public Tensor? grad
        {
            get
            {
                nint found = Native.ms_tensor_grad(Handle);
                GC.KeepAlive(this);
                return found == 0 ? null : new Tensor(found);
            }

            set
            {
                Native.Check(Native.ms_tensor_set_grad(Handle, value is null ? 0 : value.Handle));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public void backward() => autograd.backward(this);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors!, retain_graph, create_graph, inputs!);

        public Tensor T => Dimensions == 2 ? t() : permute([.. Enumerable.Range(0, (int)Dimensions).Reverse().Select(i => (long)i)]);

        public Tensor mT => transpose(-2, -1);
    }
}
