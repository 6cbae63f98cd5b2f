namespace MedSsl.MLNet;

/// <summary>A tensor in a weight file: what the file says of it, checked against the file's size; its values are read when they are asked for.</summary>
/// <param name="Name">As in the file.</param>
/// <param name="Type">The kind of its numbers.</param>
/// <param name="Shape">The length of every axis.</param>
/// <param name="Read">Its values, row by row.</param>
internal sealed record StoredTensor(string Name, TensorType Type, long[] Shape, Func<float[]> Read)
{
    /// <summary>How many numbers it has.</summary>
    internal long Count => CountOf(Shape)!.Value;

    /// <summary>The product of a shape's lengths; null where one is negative or the product is no 64-bit number.</summary>
    internal static long? CountOf(ReadOnlySpan<long> shape)
    {
        UInt128 count = 1;
        foreach (long length in shape)
        {
            if (length < 0 || (count *= (UInt128)length) > long.MaxValue)
                return null;
        }
        return (long)count;
    }

    /// <summary>For example "[64, 3, 7, 7]".</summary>
    internal static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
