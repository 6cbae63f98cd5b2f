namespace MedSsl.MLNet.Tests;

/// <summary>Small DICOM files, each with one thing that a reader can get wrong. tests/peers/dicom_cases.py has pydicom and DCMTK read the same files.</summary>
internal static class DicomCases
{
    internal const int Width = 8, Height = 6;
    private const uint Pixels = 0x7FE00010;

    /// <summary>Pixel n of a frame: spread over 2^bits, no pattern.</summary>
    private static int Value(int n, int bits) => (int)((n * 2654435761u + 12345u) >> 7 & (1u << bits) - 1);

    private static int[] Values(int bits, int count = Width * Height) => [.. Enumerable.Range(0, count).Select(n => Value(n, bits))];

    private static byte[] Levels(int count) => [.. Values(8, count).Select(v => (byte)v)];

    private static DicomBytes Ct(bool explicitVr = true, bool bigEndian = false) => new DicomBytes(explicitVr, bigEndian).Text(0x00080060, "CS", "CT").Image("MONOCHROME2", Width, Height, 16, 12, 11)
        .Ds(0x00281050, 40, -600).Ds(0x00281051, 400, 1500).Ds(0x00281052, -1024).Ds(0x00281053, 1.5).Text(0x00281055, "LO", "SOFT", "LUNG");

    private static DicomBytes Gray(int stored, Func<DicomBytes, DicomBytes> more, string photometric = "MONOCHROME2", bool signed = false) =>
        more(new DicomBytes().Image(photometric, Width, Height, 16, stored, stored - 1, signed)).Words(Pixels, Values(stored));

    private static DicomBytes Palette(int bits, int[] red, int[] green, int[] blue) => new DicomBytes().Image("PALETTE COLOR", Width, Height, 8, 8, 7)
        .Us(0x00281101, 64, 20, bits).Us(0x00281102, 64, 20, bits).Us(0x00281103, 64, 20, bits).Words(0x00281201, red).Words(0x00281202, green).Words(0x00281203, blue)
        .Bytes(Pixels, [.. Values(7).Select(v => (byte)v)]);

    private static int[] Ramp(int step, int start) => [.. Enumerable.Range(0, 64).Select(i => (start + i * step) & 0xFFFF)];

    private static int[] Packed(int step, int start) => [.. Enumerable.Range(0, 32).Select(i => (start + 2 * i * step & 0xFF) | (start + (2 * i + 1) * step & 0xFF) << 8)];

    private static DicomBytes Frame(DicomBytes parent, double slope, double intercept, double centre, double width) => parent.Item()
        .Sequence(0x00289132, parent.Item().Ds(0x00281050, centre).Ds(0x00281051, width))
        .Sequence(0x00289145, parent.Item().Ds(0x00281052, intercept).Ds(0x00281053, slope).Text(0x00281054, "LO", "US"));

    private static byte[] Enhanced()
    {
        var data = new DicomBytes().Image("MONOCHROME2", Width, Height, 16, 16, 15, frames: 2);
        return data.Sequence(0x52009230, Frame(data, 2, -100, 500, 3000), Frame(data, 0.5, 10, 9000, 20000)).Words(Pixels, Values(16, 2 * Width * Height)).ToFile();
    }

    private static byte[] OneBit()
    {
        int[] bits = Values(1, 2 * 7 * 5);
        var packed = new byte[(bits.Length + 7) / 8];
        for (int i = 0; i < bits.Length; i++)
            packed[i / 8] |= (byte)(bits[i] << i % 8);
        return new DicomBytes().Image("MONOCHROME2", 7, 5, 1, 1, 0, frames: 2).Bytes(Pixels, packed).ToFile();
    }

    internal static IReadOnlyDictionary<string, byte[]> Files { get; } = new Dictionary<string, byte[]>
    {
        ["ct"] = Ct().Words(Pixels, Values(12)).ToFile(),
        ["ct-implicit"] = Ct(explicitVr: false).Words(Pixels, Values(12)).ToFile(),
        ["ct-big-endian"] = Ct(bigEndian: true).Words(Pixels, Values(12)).ToFile(),
        ["ct-deflated"] = Ct().Words(Pixels, Values(12)).ToFile(DicomBytes.Deflated),
        ["ct-no-preamble"] = Ct().Words(Pixels, Values(12)).ToFile(preamble: false),
        ["ct-no-meta"] = Ct(explicitVr: false).Words(Pixels, Values(12)).ToDataset(),
        ["linear-exact"] = Gray(16, d => d.Ds(0x00281050, 30000).Ds(0x00281051, 25000).Text(0x00281056, "CS", "LINEAR_EXACT")).ToFile(),
        ["sigmoid"] = Gray(16, d => d.Ds(0x00281050, 30000).Ds(0x00281051, 25000).Text(0x00281056, "CS", "SIGMOID")).ToFile(),
        ["narrow"] = Gray(16, d => d.Ds(0x00281050, 30000.5).Ds(0x00281051, 1)).ToFile(),
        ["monochrome1"] = Gray(10, d => d.Ds(0x00281050, 400).Ds(0x00281051, 700), "MONOCHROME1").ToFile(),
        ["negative-slope"] = Gray(12, d => d.Ds(0x00281052, 100).Ds(0x00281053, -0.25)).ToFile(),
        ["signed-12"] = Gray(12, d => d.Ds(0x00281050, -100).Ds(0x00281051, 2500), signed: true).ToFile(),
        ["modality-lut"] = Gray(8, d => d.Ds(0x00281050, 900).Ds(0x00281051, 1500).Sequence(0x00283000,
            d.Item().Us(0x00283002, 200, 20, 16).Text(0x00283004, "LO", "OD").Words(0x00283006, [.. Enumerable.Range(0, 200).Select(i => i * i / 16)]))).ToFile(),
        ["voi-lut"] = Gray(12, d => d.Ds(0x00281052, -2000).Ds(0x00281053, 1).Sequence(0x00283010,
            d.Item().Ss(0x00283002, 1000, -900, 12).Text(0x00283003, "LO", "FIRST").Words(0x00283006, [.. Enumerable.Range(0, 1000).Select(i => i * 4)]),
            d.Item().Ss(0x00283002, 500, -500, 10).Text(0x00283003, "LO", "SECOND").Words(0x00283006, [.. Enumerable.Range(0, 500).Select(i => 1000 - 2 * i)])), signed: false).ToFile(),
        ["padding"] = new DicomBytes().Image("MONOCHROME2", Width, Height, 16, 16, 15, signed: true).Ss(0x00280120, -2000).Ss(0x00280121, -1998).Ds(0x00281052, 5).Ds(0x00281053, 2)
            .Words(Pixels, [.. Values(11).Select((v, n) => n % 5 == 0 ? -2000 + n % 3 : v - 700)]).ToFile(),
        ["overlay-bits"] = new DicomBytes().Image("MONOCHROME2", Width, Height, 16, 12, 11).Words(Pixels, Values(16)).ToFile(),
        ["high-bit-15"] = new DicomBytes().Image("MONOCHROME2", Width, Height, 16, 12, 15).Words(Pixels, Values(16)).ToFile(),
        ["signed-8"] = new DicomBytes().Image("MONOCHROME2", Width, Height, 8, 8, 7, signed: true).Bytes(Pixels, Levels(48)).ToFile(),
        ["signed-32"] = new DicomBytes().Image("MONOCHROME2", Width, Height, 32, 32, 31, signed: true).Ints(Pixels, [.. Values(16).Select(v => (v - 30000) * 60000)]).ToFile(),
        ["unsigned-32"] = new DicomBytes().Image("MONOCHROME2", Width, Height, 32, 32, 31).Ints(Pixels, [.. Values(16).Select(v => (v - 30000) * 60000)]).ToFile(),
        ["one-bit"] = OneBit(),
        ["enhanced"] = Enhanced(),
        ["rgb"] = new DicomBytes().Image("RGB", Width, Height, 8, 8, 7, samples: 3).Bytes(Pixels, Levels(144)).ToFile(),
        ["rgb-planar"] = new DicomBytes().Image("RGB", Width, Height, 8, 8, 7, samples: 3, planar: 1).Bytes(Pixels, Levels(144)).ToFile(),
        ["rgb-16"] = new DicomBytes().Image("RGB", Width, Height, 16, 16, 15, samples: 3).Words(Pixels, Values(16, 144)).ToFile(),
        ["rgb-big-endian"] = new DicomBytes(bigEndian: true).Image("RGB", Width, Height, 8, 8, 7, samples: 3).Bytes(Pixels, Levels(144)).ToFile(),
        ["ybr-full"] = new DicomBytes().Image("YBR_FULL", Width, Height, 8, 8, 7, samples: 3).Bytes(Pixels, Levels(144)).ToFile(),
        ["ybr-full-422"] = new DicomBytes().Image("YBR_FULL_422", Width, Height, 8, 8, 7, samples: 3).Bytes(Pixels, Levels(96)).ToFile(),
        ["palette-16"] = Palette(16, Ramp(1000, 300), Ramp(-900, 65000), Ramp(777, 0)).ToFile(),
        ["palette-8"] = Palette(8, Packed(3, 5), Packed(-3, 250), Packed(2, 100)).ToFile(),
        ["palette-segmented"] = new DicomBytes().Image("PALETTE COLOR", Width, Height, 8, 8, 7).Us(0x00281101, 256, 0, 16).Us(0x00281102, 256, 0, 16).Us(0x00281103, 256, 0, 16)
            .Words(0x00281221, 0, 2, 100, 65000, 1, 254, 2000).Words(0x00281222, 0, 1, 0, 1, 255, 65535).Words(0x00281223, 0, 1, 5000, 1, 100, 9000, 1, 155, 10)
            .Bytes(Pixels, Levels(48)).ToFile(),
    };
}
