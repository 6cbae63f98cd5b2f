using System.Buffers.Binary;
using System.Text;

namespace MedSsl.MLNet;

/// <summary>
/// Reads a Python pickle (protocols 2 to 5) of tensors and plain containers: None, bool, int, float, str, bytes, tuple, list, set, dict. It is a stack
/// machine without recursion that builds values and calls nothing: names go through <see cref="PickleNames"/>, other operations are refused. Python's
/// Lib/pickletools.py says what each byte means.
/// </summary>
/// <param name="bytes">One or more pickles.</param>
internal sealed class PickleReader(ReadOnlyMemory<byte> bytes)
{
    private const int LongestName = 1000;

    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];
    private long _copied;

    /// <summary>The byte after the last one read.</summary>
    internal int Position { get; private set; }

    /// <summary>The next pickle's value.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such pickle, or ask for something that is refused.</exception>
    internal object? Read()
    {
        _stack.Clear();
        _marks.Clear();
        _memo.Clear();
        _copied = 0;
        while (true)
        {
            byte operation = Take(1)[0];
            if (operation == (byte)'.')
                return _stack.Count == 1 && _marks.Count == 0 ? _stack[0] : throw new InvalidDataException("Its pickle ends with values left over.");
            if (!Push(operation) && !Gather(operation) && !Refer(operation))
                throw Unknown(operation);
        }
    }

    /// <summary>Operations that push one value that follows them, or that needs nothing.</summary>
    private bool Push(byte operation)
    {
        object? value;
        switch (operation)
        {
            case (byte)'N': value = null; break;
            case 0x88: value = true; break;
            case 0x89: value = false; break;
            case (byte)'K': value = (long)Take(1)[0]; break;
            case (byte)'M': value = (long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)); break;
            case (byte)'J': value = (long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)); break;
            case 0x8a: value = LongOf(Take(Take(1)[0])); break;
            case 0x8b: value = LongOf(Take(Length(4))); break;
            case (byte)'G': value = BinaryPrimitives.ReadDoubleBigEndian(Take(8)); break;
            case 0x8c: value = Text(Take(Take(1)[0])); break;
            case (byte)'X': value = Text(Take(Length(4))); break;
            case 0x8d: value = Text(Take(Length(8))); break;
            case (byte)'U': value = Encoding.Latin1.GetString(Take(Take(1)[0])); break; // Python 2's str
            case (byte)'T': value = Encoding.Latin1.GetString(Take(Length(4))); break;
            case (byte)'C': value = Take(Take(1)[0]).ToArray(); break;
            case (byte)'B': value = Take(Length(4)).ToArray(); break;
            case 0x8e: value = Take(Length(8)).ToArray(); break;
            case (byte)'}': value = new PickleDict(); break;
            case (byte)']' or 0x8f: value = new PickleList(); break;
            case (byte)')': value = new PickleTuple([]); break;
            default: return false;
        }
        _stack.Add(value);
        return true;
    }

    /// <summary>Operations that put values from the stack into containers.</summary>
    private bool Gather(byte operation)
    {
        switch (operation)
        {
            case (byte)'(': _marks.Add(_stack.Count); break;
            case (byte)'0': _ = Pop(); break;
            case (byte)'1': _ = PopToMark(); break;
            case (byte)'2': _stack.Add(Peek<object?>()); break;
            case 0x85 or 0x86 or 0x87: _stack.Add(new PickleTuple(Pop(operation - 0x84))); break;
            case (byte)'t': _stack.Add(new PickleTuple(PopToMark())); break;
            case 0x91: Append(new PickleList(), PopToMark(), push: true); break;
            case (byte)'a':
                object? item = Pop();
                Peek<PickleList>().Items.Add(item);
                break;
            case (byte)'e' or 0x90:
                object?[] items = PopToMark();
                Append(Peek<PickleList>(), items, push: false);
                break;
            case (byte)'s': SetItems(Pop(2)); break;
            case (byte)'u': SetItems(PopToMark()); break;
            default: return false;
        }
        return true;
    }

    /// <summary>Operations that refer to names, to storages, and to values before.</summary>
    private bool Refer(byte operation)
    {
        switch (operation)
        {
            case 0x80:
                if (Take(1)[0] is < 2 or > 5)
                    throw new InvalidDataException("Its pickle is of a protocol other than 2 to 5.");
                break;
            case 0x95: _ = Length(8); break;
            case (byte)'q': Remember(Take(1)[0]); break;
            case (byte)'r': Remember(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case 0x94: Remember(_memo.Count); break;
            case (byte)'h': Recall(Take(1)[0]); break;
            case (byte)'j': Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case (byte)'c': _stack.Add(PickleNames.Find(Line(), Line())); break;
            case 0x93:
                _stack.Add(Pop(2) is [string module, string name] ? PickleNames.Find(module, name)
                    : throw new InvalidDataException("Its pickle names something by what is no text."));
                break;
            case (byte)'R' or 0x81:
                _stack.Add(Pop(2) is [PickleName function, PickleTuple arguments] ? PickleNames.Call(function, arguments.Items, Copy)
                    : throw new InvalidDataException("Its pickle calls something that is no function."));
                break;
            case (byte)'b':
                // The state that an OrderedDict may carry is torch's version numbers, "_metadata"; nothing else takes a state.
                if (Pop(2) is not [PickleDict dict, PickleDict])
                    throw PickleNames.Refuse("a change of an object's state (BUILD)");
                _stack.Add(dict);
                break;
            case (byte)'Q': _stack.Add(PickleNames.Storage(Pop())); break;
            default: return false;
        }
        return true;
    }

    private static InvalidDataException Unknown(byte operation)
    {
        string? name = operation switch
        {
            0x92 => "NEWOBJ_EX",
            (byte)'i' => "INST",
            (byte)'o' => "OBJ",
            0x82 or 0x83 or 0x84 => "EXT",
            (byte)'P' => "PERSID",
            0x96 or 0x97 or 0x98 => "an out-of-band buffer",
            _ => null,
        };
        return name is null ? new($"Its pickle has the operation 0x{operation:x2}, which torch.save does not write.") : PickleNames.Refuse(name);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - Position)
            throw new InvalidDataException("Its pickle ends too early: the file was cut off.");
        var taken = bytes.Span.Slice(Position, count);
        Position += count;
        return taken;
    }

    /// <summary>A length of 4 or 8 bytes; what it counts must be there.</summary>
    private int Length(int size)
    {
        ulong length = size == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(Take(4)) : BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
        return length <= (ulong)(bytes.Length - Position) ? (int)length : throw new InvalidDataException("Its pickle has a value that is longer than it.");
    }

    private string Line()
    {
        var rest = bytes.Span[Position..];
        int end = rest[..Math.Min(rest.Length, LongestName)].IndexOf((byte)'\n');
        if (end < 0)
            throw new InvalidDataException("Its pickle has a name without an end.");
        string line = Text(rest[..end]);
        Position += end + 1;
        return line;
    }

    private static string Text(ReadOnlySpan<byte> text) => System.Text.Unicode.Utf8.IsValid(text)
        ? Encoding.UTF8.GetString(text)
        : throw new InvalidDataException("Its pickle has a text that is not UTF-8.");

    private static long LongOf(ReadOnlySpan<byte> digits)
    {
        if (digits.Length > 8)
            throw new InvalidDataException("Its pickle has a whole number of more than 64 bits.");
        long value = digits.Length > 0 && digits[^1] >= 0x80 ? -1 : 0;
        for (int i = digits.Length - 1; i >= 0; i--)
            value = value << 8 | digits[i];
        return value;
    }

    private object? Pop()
    {
        if (_stack.Count <= (_marks.Count > 0 ? _marks[^1] : 0))
            throw new InvalidDataException("Its pickle takes a value that is not there.");
        object? value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] Pop(int count)
    {
        var values = new object?[count];
        while (count > 0)
            values[--count] = Pop();
        return values;
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
            throw new InvalidDataException("Its pickle takes values back to a mark that is not there.");
        int mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        object?[] values = _stack.GetRange(mark, _stack.Count - mark).ToArray();
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private T Peek<T>() => _stack.Count > (_marks.Count > 0 ? _marks[^1] : 0) && _stack[^1] is T value ? value
        : throw new InvalidDataException("Its pickle adds to something that is no such container.");

    private void Append(PickleList list, object?[] items, bool push)
    {
        list.Items.AddRange(items);
        if (push)
            _stack.Add(list);
    }

    private void SetItems(object?[] pairs)
    {
        if (pairs.Length % 2 != 0)
            throw new InvalidDataException("Its pickle has a key without a value.");
        var items = Peek<PickleDict>().Items;
        for (int i = 0; i < pairs.Length; i += 2)
            items.Add(new(pairs[i], pairs[i + 1]));
    }

    private void Remember(long index)
    {
        if (_stack.Count == 0)
            throw new InvalidDataException("Its pickle remembers a value that is not there.");
        _memo[index] = _stack[^1];
    }

    private void Recall(long index) => _stack.Add(_memo.TryGetValue(index, out object? value) ? value
        : throw new InvalidDataException("Its pickle recalls a value that it did not remember."));

    /// <summary>What a pickle copies, over all, is no more than its own length: it could otherwise multiply a list without end.</summary>
    private void Copy(int count)
    {
        if ((_copied += count) > bytes.Length)
            throw new InvalidDataException("Its pickle copies the same values again and again.");
    }
}
