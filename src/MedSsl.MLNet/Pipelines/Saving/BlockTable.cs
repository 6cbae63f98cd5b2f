using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>The properties of a row class that hold one vector in blocks of 1, 2, 4, ... values.</summary>
internal sealed class BlockTable<TRow, T>
{
    private const int Bits = 14;
    private readonly string[] _names = new string[Bits];
    private readonly Func<TRow, VBuffer<T>>[] _get = new Func<TRow, VBuffer<T>>[Bits];
    private readonly Action<TRow, VBuffer<T>>[] _set = new Action<TRow, VBuffer<T>>[Bits];

    /// <param name="prefix">The properties are called this and the logarithm of their size.</param>
    internal BlockTable(string prefix)
    {
        for (int bit = 0; bit < Bits; bit++)
        {
            var property = typeof(TRow).GetProperty($"{prefix}{bit}")!;
            _names[bit] = $"__medssl_{prefix.ToLowerInvariant()}{bit}";
            _get[bit] = property.GetMethod!.CreateDelegate<Func<TRow, VBuffer<T>>>();
            _set[bit] = property.SetMethod!.CreateDelegate<Action<TRow, VBuffer<T>>>();
        }
    }

    /// <summary>The largest vector: 16,383.</summary>
    internal static int Largest => (1 << Bits) - 1;

    /// <summary>All columns.</summary>
    internal IReadOnlyList<string> Names => _names;

    /// <summary>The columns that make a vector of <paramref name="size"/> when they are put together.</summary>
    /// <exception cref="NotSupportedException">The vector is too large.</exception>
    internal string[] NamesOf(int size) => size <= Largest
        ? [.. Enumerable.Range(0, Bits).Where(bit => (size >> bit & 1) != 0).Select(bit => _names[bit])]
        : throw new NotSupportedException($"A column of {size} values cannot be saved; at most {Largest} can.");

    /// <summary>Spreads a vector over the blocks; blocks that its size does not need become zero.</summary>
    internal void Fill(TRow row, ReadOnlySpan<T> values)
    {
        for (int bit = 0, at = 0; bit < Bits; bit++)
        {
            int size = 1 << bit;
            bool used = (values.Length & size) != 0;
            var block = _get[bit](row);
            var editor = VBufferEditor.Create(ref block, size, used ? size : 0);
            if (used)
            {
                values.Slice(at, size).CopyTo(editor.Values);
                at += size;
            }
            _set[bit](row, editor.Commit());
        }
    }
}
