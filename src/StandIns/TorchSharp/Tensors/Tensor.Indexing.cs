using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => Put(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices).Dispose();
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => At(indices);
            set => Put(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => aten.select_int.Call(this, 0L, i1);
            set => Put(value, i1);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => At(i1, i2);
            set => Put(value, i1, i2);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => At(i1, i2, i3);
            set => Put(value, i1, i2, i3);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At(i1, i2, i3, i4);
            set => Put(value, i1, i2, i3, i4);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => At(i1, i2, i3, i4, i5);
            set => Put(value, i1, i2, i3, i4, i5);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => At(i1, i2, i3, i4, i5, i6);
            set => Put(value, i1, i2, i3, i4, i5, i6);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var (view, tensors) = View(indices);
            return tensors is null ? view : Consume(view, v => aten.index_Tensor.Call(v, Value.OptionalList(tensors)));
        }

        public Tensor index(params Tensor[] indices) => aten.index_Tensor.Call(this, Value.OptionalList(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            Put(value, indices);
            return alias();
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => aten.index_put_.Call(this, Value.OptionalList(indices), value);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var scalar = ScalarLike(value);
            return index_put_(scalar, indices);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using var scalar = ScalarLike(value);
            return index_put_(scalar, indices);
        }

        private Tensor ScalarLike(Scalar value) => aten.full.Call(Array.Empty<long>(), value, dtype);

        private static Tensor Consume(Tensor view, Func<Tensor, Tensor> next)
        {
            using (view)
            {
                return next(view);
            }
        }

        private Tensor At(params ReadOnlySpan<long> indices)
        {
            Tensor view = aten.select_int.Call(this, 0L, indices[0]);
            foreach (long i in indices[1..])
            {
                view = Consume(view, v => aten.select_int.Call(v, 0L, i));
            }

            return view;
        }

        private void Put(Tensor value, params ReadOnlySpan<long> indices)
        {
            using var view = At(indices);
            aten.copy_.Run(view, value);
        }

        private void Put(Tensor value, TensorIndex[] indices)
        {
            var (view, tensors) = View(indices);
            using (view)
            {
                if (tensors is null)
                {
                    aten.copy_.Run(view, value);
                }
                else
                {
                    aten.index_put_.Run(view, Value.OptionalList(tensors), value);
                }
            }
        }

        /// <summary>Applies numbers, slices, None and the ellipsis as views; the tensors among the indices stay, by dimension of the view.</summary>
        private (Tensor View, Tensor?[]? Tensors) View(TensorIndex[] indices)
        {
            Tensor view = alias();
            int consumed = indices.Sum(i => i.What switch
            {
                TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
                TensorIndex.Kind.Tensor => i.Indices!.dtype is ScalarType.Bool ? (int)i.Indices.Dimensions : 1,
                _ => 0,
            });
            long dim = 0;
            List<Tensor?>? tensors = null;
            foreach (var i in indices)
            {
                switch (i.What)
                {
                    case TensorIndex.Kind.Single:
                        view = Consume(view, v => aten.select_int.Call(v, dim, i.Start));
                        break;
                    case TensorIndex.Kind.Slice:
                        if (i.Start is not null || i.Stop is not null || i.Step is not null)
                        {
                            view = Consume(view, v => aten.slice_Tensor.Call(v, dim, i.Start, i.Stop, i.Step ?? 1));
                        }

                        dim++;
                        break;
                    case TensorIndex.Kind.None:
                        view = Consume(view, v => aten.unsqueeze.Call(v, dim));
                        dim++;
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        dim += Dimensions - consumed;
                        break;
                    case TensorIndex.Kind.Bool:
                        view = Consume(view, v => aten.unsqueeze.Call(v, dim));
                        Keep(torch.tensor(new[] { i.Start != 0 }));
                        dim++;
                        break;
                    case TensorIndex.Kind.Tensor:
                        Keep(i.Indices!);
                        dim += i.Indices!.dtype is ScalarType.Bool ? i.Indices.Dimensions : 1;
                        break;
                }
            }

            return (view, tensors?.ToArray());

            void Keep(Tensor index)
            {
                // A boolean mask of n dimensions stands for n of the view's.
                tensors ??= [];
                int before = tensors.Sum(t => t is { dtype: ScalarType.Bool } ? (int)t.Dimensions : 1);
                tensors.AddRange(Enumerable.Repeat<Tensor?>(null, (int)dim - before));
                tensors.Add(index);
            }
        }
    }
}
