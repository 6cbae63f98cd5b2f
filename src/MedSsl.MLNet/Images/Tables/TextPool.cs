using System.Numerics;
using System.Text;

namespace MedSsl.MLNet;

/// <summary>Texts as UTF-8, known by number, from 0. With <see cref="Intern"/> each different text is kept once.</summary>
internal sealed class TextPool
{
    private const int Shift = 16, BlockBytes = 1 << Shift;
    private readonly List<byte[]> _blocks = [];
    private readonly Blocks<uint> _starts = new();
    private int _used = BlockBytes;
    private int[]? _table;
    private byte[] _bytes = new byte[256];

    internal int Count => _starts.Count;

    internal string this[int number] => Encoding.UTF8.GetString(Bytes(number));

    /// <summary>The text as UTF-8.</summary>
    internal ReadOnlySpan<byte> Bytes(int number)
    {
        uint start = _starts[number];
        ReadOnlySpan<byte> block = _blocks[(int)(start >> Shift)].AsSpan((int)(start & BlockBytes - 1));
        int length = 0, at = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = block[at++];
            length |= (part & 127) << shift;
            if (part < 128)
                return block.Slice(at, length);
        }
    }

    /// <summary>Adds a text, whether it is there or not.</summary>
    internal int Add(ReadOnlySpan<char> text) => Append(Encode(text));

    /// <summary>The number of a text, which is added unless it is there.</summary>
    internal int Intern(ReadOnlySpan<char> text)
    {
        var bytes = Encode(text);
        // Rows that follow one another often have the same text.
        if (Count > 0 && Bytes(Count - 1).SequenceEqual(bytes))
            return Count - 1;
        if (_table is null || 2 * Count >= _table.Length)
            Grow();
        int slot = Slot(bytes);
        if (_table![slot] == 0)
        {
            Append(bytes);
            _table[slot] = Count;
        }
        return _table[slot] - 1;
    }

    /// <summary>The number of a text that was interned, or -1.</summary>
    internal int Find(ReadOnlySpan<char> text) => _table is null ? -1 : _table[Slot(Encode(text))] - 1;

    /// <summary>Frees what only adding and finding need.</summary>
    internal void Seal()
    {
        _table = null;
        _bytes = [];
        if (_blocks.Count > 0 && _used < _blocks[^1].Length)
            _blocks[^1] = _blocks[^1][.._used];
    }

    private ReadOnlySpan<byte> Encode(ReadOnlySpan<char> text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_bytes.Length < most)
            _bytes = new byte[most];
        return _bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, _bytes));
    }

    private int Append(ReadOnlySpan<byte> bytes)
    {
        int size = bytes.Length + 5;
        if (_blocks.Count == 0 || _used + size > BlockBytes)
        {
            if (_blocks.Count == BlockBytes)
                throw new InvalidDataException("The manifest holds more than 4 GB of text. Divide it.");
            // A text longer than a block has a block of its own.
            _blocks.Add(new byte[Math.Max(BlockBytes, size)]);
            _used = 0;
        }
        byte[] block = _blocks[^1];
        _starts.Add((uint)(_blocks.Count - 1) << Shift | (uint)_used);
        for (int length = bytes.Length; ; length >>= 7)
        {
            block[_used++] = (byte)(length < 128 ? length : length & 127 | 128);
            if (length < 128)
                break;
        }
        bytes.CopyTo(block.AsSpan(_used));
        _used += bytes.Length;
        return Count - 1;
    }

    private void Grow()
    {
        _table = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 4 * Count))];
        for (int number = 0; number < Count; number++)
            _table[Slot(Bytes(number))] = number + 1;
    }

    private int Slot(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        for (int slot = hash.ToHashCode() & _table!.Length - 1; ; slot = slot + 1 & _table.Length - 1)
            if (_table[slot] == 0 || Bytes(_table[slot] - 1).SequenceEqual(bytes))
                return slot;
    }
}
