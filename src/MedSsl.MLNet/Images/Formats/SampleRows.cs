using System.Buffers.Binary;

namespace MedSsl.MLNet;

/// <summary>Samples of 1 to 16 bits as floats: a value divided by the largest that its bits can hold.</summary>
internal sealed class SampleRows : FloatRows
{
    private SampleLayout _layout;
    private byte[] _samples = [];
    private float[] _palette = [];

    /// <summary>The bytes of an image to be filled, <see cref="SampleLayout.TotalBytes"/> of them or more.</summary>
    internal byte[] Begin(SampleLayout layout)
    {
        _layout = layout;
        (Width, Height, IsGray) = (layout.Width, layout.Height, layout.Meaning is SampleMeaning.Gray or SampleMeaning.InvertedGray);
        if (_samples.Length < layout.TotalBytes)
            _samples = new byte[layout.TotalBytes];
        return _samples;
    }

    /// <summary>The colours of <see cref="SampleMeaning.Palette"/>, from 0 to 1: all reds, all greens, all blues, 2^bits of each.</summary>
    internal void SetPalette(float[] colours) => _palette = colours;

    private protected override void ReadGray(int y, Span<float> row)
    {
        ReadSample(y, 0, row, 1f / ((1 << _layout.Bits) - 1));
        if (_layout.Meaning == SampleMeaning.InvertedGray)
            foreach (ref float value in row)
                value = 1 - value;
    }

    private protected override void ReadColour(int y, Span<float> red, Span<float> green, Span<float> blue)
    {
        if (_layout.Meaning == SampleMeaning.Palette)
        {
            int size = 1 << _layout.Bits;
            ReadSample(y, 0, red, 1);
            for (int x = 0; x < red.Length; x++)
            {
                int index = (int)red[x];
                (red[x], green[x], blue[x]) = (_palette[index], _palette[size + index], _palette[2 * size + index]);
            }
            return;
        }
        float scale = 1f / ((1 << _layout.Bits) - 1);
        ReadSample(y, 0, red, scale);
        ReadSample(y, 1, green, scale);
        ReadSample(y, 2, blue, scale);
    }

    private void ReadSample(int y, int sample, Span<float> row, float scale)
    {
        var (width, _, samples, bits, bigEndian, planar, _) = _layout;
        int rowBytes = _layout.RowBytes, step = planar ? 1 : samples, first = planar ? 0 : sample;
        var bytes = _samples.AsSpan((int)((long)rowBytes * ((planar ? (long)sample * _layout.Height : 0) + y)), rowBytes);
        if (bits == 16 && bigEndian)
            for (int x = 0; x < width; x++)
                row[x] = BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * (x * step + first))..]) * scale;
        else if (bits == 16)
            for (int x = 0; x < width; x++)
                row[x] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * (x * step + first))..]) * scale;
        else if (bits == 8)
            for (int x = 0; x < width; x++)
                row[x] = bytes[x * step + first] * scale;
        else
            for (int x = 0; x < width; x++)
            {
                int bit = (x * step + first) * bits;
                row[x] = (bytes[bit >> 3] >> (8 - bits - (bit & 7)) & ((1 << bits) - 1)) * scale;
            }
    }
}
