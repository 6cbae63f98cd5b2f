using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>A vector of a row, dense or sparse. Its arrays are reused from row to row and may be longer than what they hold.</summary>
public readonly struct VBuffer<T> : IEnumerable
{
    internal readonly T[] ValuesArray;
    internal readonly int[] IndicesArray;
    internal readonly int Count;

    /// <summary>The number of slots, stored or not.</summary>
    public readonly int Length;

    public VBuffer(int length, T[] values, int[] indices = null)
    {
        if (length < 0 || Capacity(values) < length)
            throw new ArgumentException($"A dense vector of {length} slots needs as many values, but there are {Capacity(values)}.", nameof(values));
        Length = length;
        Count = length;
        ValuesArray = values;
        IndicesArray = indices;
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        if (count < 0 || count > length)
            throw new ArgumentException($"A vector of {length} slots cannot hold {count} values.", nameof(count));
        if (Capacity(values) < count)
            throw new ArgumentException($"There are {Capacity(values)} values, fewer than {count}.", nameof(values));
        if (count < length && Capacity(indices) < count)
            throw new ArgumentException($"There are {Capacity(indices)} indices, fewer than {count}.", nameof(indices));
        Length = length;
        Count = count;
        ValuesArray = values;
        IndicesArray = indices;
    }

    public bool IsDense => Count == Length;

    public ReadOnlySpan<T> GetValues() => ValuesArray.AsSpan(0, Count);

    /// <summary>The slots of the values, ascending; empty when dense.</summary>
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : IndicesArray.AsSpan(0, Count);

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length, Count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        if (sourceIndex < 0 || length < 0 || sourceIndex > Length - length)
            throw new ArgumentOutOfRangeException(nameof(sourceIndex), $"Slots {sourceIndex} to {sourceIndex + (long)length - 1} are outside a vector of {Length}.");
        int first = IsDense ? sourceIndex : FirstAt(sourceIndex);
        int end = IsDense ? sourceIndex + length : FirstAt(sourceIndex + length);
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length, end - first);
        ValuesArray.AsSpan(first, end - first).CopyTo(editor.Values);
        // A part of a sparse vector may be dense, but never the other way round.
        for (int i = 0; i < editor.Indices.Length; i++)
            editor.Indices[i] = IndicesArray[first + i] - sourceIndex;
        destination = editor.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        if (destinationIndex < 0 || destination.Length - destinationIndex < Length)
            throw new ArgumentException($"A vector of {Length} slots does not fit in {destination.Length} from {destinationIndex}.", nameof(destination));
        Span<T> target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }
        target.Fill(defaultValue);
        for (int i = 0; i < Count; i++)
            target[IndicesArray[i]] = ValuesArray[i];
    }

    public void CopyToDense(ref VBuffer<T> destination)
    {
        // Spreading the values over the array they lie in would overwrite them.
        bool aliased = ReferenceEquals(destination.ValuesArray, ValuesArray) && !IsDense;
        VBuffer<T> target = aliased ? default : destination;
        VBufferEditor<T> editor = VBufferEditor.Create(ref target, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public IEnumerable<T> DenseValues()
    {
        int at = 0;
        for (int i = 0; i < Length; i++)
        {
            if (IsDense)
                yield return ValuesArray[i];
            else if (at < Count && IndicesArray[at] == i)
                yield return ValuesArray[at++];
            else
                yield return default;
        }
    }

    /// <summary>Slot and value of what is stored, or of every slot.</summary>
    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        if (all || IsDense)
        {
            int slot = 0;
            foreach (T value in DenseValues())
                yield return new KeyValuePair<int, T>(slot++, value);
            yield break;
        }
        for (int i = 0; i < Count; i++)
            yield return new KeyValuePair<int, T>(IndicesArray[i], ValuesArray[i]);
    }

    public T GetItemOrDefault(int index)
    {
        T value = default;
        GetItemOrDefault(index, ref value);
        return value;
    }

    public void GetItemOrDefault(int index, ref T destination)
    {
        if ((uint)index >= (uint)Length)
            throw new ArgumentOutOfRangeException(nameof(index), $"Slot {index} is outside a vector of {Length}.");
        int at = IsDense ? index : FirstAt(index);
        destination = IsDense || (at < Count && IndicesArray[at] == index) ? ValuesArray[at] : default;
    }

    public IEnumerator GetEnumerator() => DenseValues().GetEnumerator();

    public override string ToString() => IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {Count} explicit values";

    private static int Capacity(Array array) => array?.Length ?? 0;

    private int FirstAt(int slot)
    {
        int at = IndicesArray.AsSpan(0, Count).BinarySearch(slot);
        return at < 0 ? ~at : at;
    }
}
