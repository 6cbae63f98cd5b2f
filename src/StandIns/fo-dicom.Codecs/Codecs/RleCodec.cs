using System.Buffers.Binary;

namespace FellowOakDicom.Imaging.NativeCodec;

/// <summary>RLE (DICOM PS3.5 annex G): a segment of packed bytes for each byte of each sample, the highest byte first.</summary>
internal sealed class RleCodec() : FrameCodec(DicomTransferSyntax.RLELossless)
{
    private const int HeaderSize = 64, MaxSegments = 15;

    /// <summary>Two bytes stand for up to 128.</summary>
    private protected override int MaxExpansion => 64;

    private protected override byte[] DecodeFrame(byte[] data, in FrameShape shape)
    {
        int segments = shape.Samples * shape.BytesPerSample;
        uint count = data.Length >= HeaderSize ? BinaryPrimitives.ReadUInt32LittleEndian(data) : 0;
        if (count != segments || segments > MaxSegments)
        {
            throw Damaged($"the frame has {count} segments instead of {segments}");
        }
        if ((long)data.Length * MaxExpansion < shape.Size)
        {
            throw Damaged($"{shape.Width} x {shape.Height} pixels cannot come out of {data.Length} bytes");
        }
        var frame = new byte[shape.Size];
        for (int segment = 0; segment < segments; segment++)
        {
            uint from = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(4 + segment * 4));
            uint to = segment + 1 < segments ? BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(8 + segment * 4)) : (uint)data.Length;
            if (from < HeaderSize || to < from || to > data.Length)
            {
                throw Damaged($"segment {segment + 1} lies outside the frame");
            }
            (int sample, int part) = Math.DivRem(segment, shape.BytesPerSample);
            int byteOfSample = shape.BytesPerSample - 1 - part;
            int start = shape.IsPlanar ? sample * shape.Pixels * shape.BytesPerSample : sample * shape.BytesPerSample;
            int step = shape.IsPlanar ? shape.BytesPerSample : shape.Samples * shape.BytesPerSample;
            if (!Unpack(data.AsSpan((int)from, (int)(to - from)), frame, start + byteOfSample, step, shape.Pixels))
            {
                throw Damaged($"segment {segment + 1} ends early");
            }
        }
        return frame;
    }

    /// <summary>Packed bytes to every <paramref name="step"/>th byte; what is too much is left out. False where there are too few.</summary>
    private static bool Unpack(ReadOnlySpan<byte> packed, byte[] frame, int at, int step, int count)
    {
        for (int i = 0; count > 0 && i < packed.Length;)
        {
            int control = (sbyte)packed[i++];
            if (control >= 0)
            {
                int run = Math.Min(Math.Min(control + 1, packed.Length - i), count);
                for (int end = i + run; i < end; i++, at += step)
                {
                    frame[at] = packed[i];
                }
                count -= run;
            }
            else if (control != -128 && i < packed.Length)
            {
                byte value = packed[i++];
                int run = Math.Min(1 - control, count);
                for (int k = 0; k < run; k++, at += step)
                {
                    frame[at] = value;
                }
                count -= run;
            }
        }
        return count == 0;
    }
}
