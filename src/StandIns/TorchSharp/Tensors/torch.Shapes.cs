namespace TorchSharp;

public static partial class torch
{
    public static Tensor broadcast_to(Tensor input, params long[] shape) => aten.broadcast_to.Call(input, shape);
    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) => aten.chunk.CallList(input, chunks, dim);
    public static Tensor clone(Tensor input) => aten.clone.Call(input);
    public static Tensor diag(Tensor input, long diagonal = 0) => aten.diag.Call(input, diagonal);
    public static Tensor diag_embed(Tensor input, long offset = 0, long dim1 = -2, long dim2 = -1) => aten.diag_embed.Call(input, offset, dim1, dim2);
    public static Tensor diagonal(Tensor input, long offset = 0, long dim1 = 0, long dim2 = 1) => aten.diagonal.Call(input, offset, dim1, dim2);
    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => aten.flatten_using_ints.Call(input, start_dim, end_dim);
    public static Tensor flip(Tensor input, params long[] dims) => aten.flip.Call(input, dims);
    public static Tensor fliplr(Tensor input) => aten.fliplr.Call(input);
    public static Tensor flipud(Tensor input) => aten.flipud.Call(input);
    public static Tensor moveaxis(Tensor input, long source, long destination) => aten.moveaxis_int.Call(input, source, destination);
    public static Tensor moveaxis(Tensor input, long[] source, long[] destination) => aten.moveaxis_intlist.Call(input, source, destination);
    public static Tensor movedim(Tensor input, long source, long destination) => aten.movedim_int.Call(input, source, destination);
    public static Tensor movedim(Tensor input, long[] source, long[] destination) => aten.movedim_intlist.Call(input, source, destination);
    public static Tensor narrow(Tensor input, long dim, long start, long length) => aten.narrow.Call(input, dim, start, length);
    public static Tensor permute(Tensor input, params long[] permutation) => aten.permute.Call(input, permutation);
    public static Tensor ravel(Tensor input) => aten.ravel.Call(input);
    public static Tensor repeat_interleave(Tensor input, long repeats, long? dim = null, long? output_size = null) =>
        aten.repeat_interleave_self_int.Call(input, repeats, dim, output_size);
    public static Tensor repeat_interleave(Tensor input, Tensor repeats, long? dim = null, long? output_size = null) =>
        aten.repeat_interleave_self_Tensor.Call(input, repeats, dim, output_size);
    public static Tensor reshape(Tensor input, params long[] shape) => aten.reshape.Call(input, shape);
    public static Tensor roll(Tensor input, long[] shifts) => aten.roll.Call(input, shifts);
    public static Tensor roll(Tensor input, long[] shifts, long[] dims) => aten.roll.Call(input, shifts, dims);
    public static Tensor select(Tensor input, long dim, long index) => aten.select_int.Call(input, dim, index);
    public static Tensor swapaxes(Tensor input, long axis0, long axis1) => aten.swapaxes.Call(input, axis0, axis1);
    public static Tensor swapdims(Tensor input, long dim0, long dim1) => aten.swapdims.Call(input, dim0, dim1);
    public static Tensor t(Tensor input) => aten.t.Call(input);
    public static Tensor[] tensor_split(Tensor input, long indices_or_sections, long dim = 0) =>
        aten.tensor_split_sections.CallList(input, indices_or_sections, dim);
    public static Tensor[] tensor_split(Tensor input, long[] indices_or_sections, long dim = 0) =>
        aten.tensor_split_indices.CallList(input, indices_or_sections, dim);
    public static Tensor[] tensor_split(Tensor input, Tensor indices_or_sections, long dim = 0) =>
        aten.tensor_split_tensor_indices_or_sections.CallList(input, indices_or_sections, dim);
    public static Tensor tile(Tensor input, long[] dims) => aten.tile.Call(input, dims);
    public static Tensor transpose(Tensor input, long dim0, long dim1) => aten.transpose_int.Call(input, dim0, dim1);
    public static Tensor tril(Tensor input, long diagonal = 0) => aten.tril.Call(input, diagonal);
    public static Tensor tril_(Tensor input, long diagonal = 0) => aten.tril_.InPlace(input, diagonal);
    public static Tensor triu(Tensor input, long diagonal = 0) => aten.triu.Call(input, diagonal);
    public static Tensor triu_(Tensor input, long diagonal = 0) => aten.triu_.InPlace(input, diagonal);
    public static Tensor[] unbind(Tensor tensor, int dim = 0) => aten.unbind_int.CallList(tensor, (long)dim);
    public static Tensor[] unbind(Tensor input, long dim = 0) => aten.unbind_int.CallList(input, dim);
    public static Tensor unsqueeze(Tensor input, long dim) => aten.unsqueeze.Call(input, dim);
    public static Tensor unsqueeze_(Tensor input, long dim) => aten.unsqueeze_.InPlace(input, dim);
}
