#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static class autograd
    {
        public static void backward(
            IList<Tensor> tensors, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null) =>
            Backward([.. tensors], [.. grad_tensors ?? []], retain_graph ?? create_graph, create_graph, [.. inputs ?? []]);

        public static void backward(
            Tensor tensor, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null) =>
            Backward([tensor], [.. grad_tensors ?? []], retain_graph ?? create_graph, create_graph, [.. inputs ?? []]);

        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null) =>
            Backward([tensor], [grad_tensor], retain_graph ?? create_graph, create_graph, [.. inputs ?? []]);

        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor> grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            nint[] found = new nint[inputs.Count];
            fixed (nint* o = Handles(outputs), i = Handles(inputs), g = Handles(grad_outputs ?? []), f = found)
            {
                Native.Check(Native.ms_grad(
                    o, outputs.Count, i, inputs.Count, g, grad_outputs?.Count ?? 0, retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, f));
            }

            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(found, h => h == 0 ? null : new Tensor(h));
        }

        private static unsafe void Backward(Tensor[] roots, Tensor[] grads, bool retain, bool create, Tensor[] inputs)
        {
            fixed (nint* r = Handles(roots), g = Handles(grads), i = Handles(inputs))
            {
                Native.Check(Native.ms_backward(r, roots.Length, g, grads.Length, retain ? 1 : 0, create ? 1 : 0, i, inputs.Length));
            }

            GC.KeepAlive(roots);
            GC.KeepAlive(grads);
            GC.KeepAlive(inputs);
        }

        private static nint[] Handles(IList<Tensor> tensors) => [.. tensors.Select(t => t.Handle)];
    }
}
