namespace MedSsl.MLNet;

/// <summary>A list that grows in pieces of 64 KiB or less: nothing is copied when it grows, and little is taken that is not used.</summary>
internal sealed class Blocks<T> where T : unmanaged
{
    private const int Shift = 13, Size = 1 << Shift;
    private readonly List<T[]> _blocks = [];

    internal int Count { get; private set; }

    internal T this[int index]
    {
        get => _blocks[index >> Shift][index & Size - 1];
        set => _blocks[index >> Shift][index & Size - 1] = value;
    }

    internal void Add(T value)
    {
        if (Count >> Shift == _blocks.Count)
            _blocks.Add(new T[Size]);
        this[Count++] = value;
    }
}
