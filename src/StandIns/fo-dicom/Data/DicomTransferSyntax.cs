using FellowOakDicom.IO;

namespace FellowOakDicom;

/// <summary>How a data set and its pixels are written (DICOM PS3.5 10 and annex A).</summary>
public class DicomTransferSyntax : DicomParseable
{
    public static readonly DicomTransferSyntax ImplicitVRLittleEndian = Plain("1.2.840.10008.1.2", "Implicit VR Little Endian", explicitVR: false);
    public static readonly DicomTransferSyntax ExplicitVRLittleEndian = Plain("1.2.840.10008.1.2.1", "Explicit VR Little Endian");
    public static readonly DicomTransferSyntax DeflatedExplicitVRLittleEndian = Plain("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", deflate: true);
    public static readonly DicomTransferSyntax ExplicitVRBigEndian = Plain("1.2.840.10008.1.2.2", "Explicit VR Big Endian", big: true);

    /// <summary>Not in the standard: what a file without meta information looks like where its numbers are big endian and its VRs missing.</summary>
    public static readonly DicomTransferSyntax ImplicitVRBigEndian = Plain("1.2.840.10008.1.2.2.123456", "Implicit VR Big Endian", explicitVR: false, big: true);

    /// <summary>Implicit VR little endian but for the pixel data, which are big endian.</summary>
    public static readonly DicomTransferSyntax GEPrivateImplicitVRBigEndian =
        Plain("1.2.840.113619.5.2", "GE Private Implicit VR Big Endian", explicitVR: false, swapPixels: true);

    public static readonly DicomTransferSyntax JPEGProcess1 = Compressed("4.50", "JPEG Baseline (Process 1)", "ISO_10918_1");
    public static readonly DicomTransferSyntax JPEGProcess2_4 = Compressed("4.51", "JPEG Extended (Process 2 & 4)", "ISO_10918_1");
    public static readonly DicomTransferSyntax JPEGProcess14 = Compressed("4.57", "JPEG Lossless, Non-Hierarchical (Process 14)");
    public static readonly DicomTransferSyntax JPEGProcess14SV1 =
        Compressed("4.70", "JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 [Selection Value 1])");
    public static readonly DicomTransferSyntax JPEGLSLossless = Compressed("4.80", "JPEG-LS Lossless Image Compression");
    public static readonly DicomTransferSyntax JPEGLSNearLossless = Compressed("4.81", "JPEG-LS Lossy (Near-Lossless) Image Compression", "ISO_14495_1");
    public static readonly DicomTransferSyntax JPEG2000Lossless = Compressed("4.90", "JPEG 2000 Image Compression (Lossless Only)");
    public static readonly DicomTransferSyntax JPEG2000Lossy = Compressed("4.91", "JPEG 2000 Image Compression", "ISO_15444_1");
    public static readonly DicomTransferSyntax MPEG2 = Compressed("4.100", "MPEG2 Main Profile / Main Level", "ISO_13818_2");
    public static readonly DicomTransferSyntax HTJ2KLossless = Compressed("4.201", "High-Throughput JPEG 2000 Image Compression (Lossless Only)");
    public static readonly DicomTransferSyntax HTJ2KLosslessRPCL = Compressed("4.202", "High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)");
    public static readonly DicomTransferSyntax HTJ2K = Compressed("4.203", "High-Throughput JPEG 2000 Image Compression", "ISO_15444_15");
    public static readonly DicomTransferSyntax RLELossless = Compressed("5", "RLE Lossless");

    private static readonly Dictionary<string, DicomTransferSyntax> ByUid = new DicomTransferSyntax[]
    {
        ImplicitVRLittleEndian, ExplicitVRLittleEndian, DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRBigEndian, GEPrivateImplicitVRBigEndian,
        JPEGProcess1, JPEGProcess2_4, JPEGProcess14, JPEGProcess14SV1, JPEGLSLossless, JPEGLSNearLossless, JPEG2000Lossless, JPEG2000Lossy,
        MPEG2, HTJ2KLossless, HTJ2KLosslessRPCL, HTJ2K, RLELossless,
    }.ToDictionary(syntax => syntax.UID.UID);

    private DicomTransferSyntax(DicomUID uid) => UID = uid;

    public DicomUID UID { get; }

    public bool IsExplicitVR { get; private init; } = true;

    /// <summary>Pixel data are a sequence of fragments.</summary>
    public bool IsEncapsulated { get; private init; }

    public bool IsLossy { get; private init; }

    public string LossyCompressionMethod { get; private init; }

    public bool IsDeflate { get; private init; }

    public Endian Endian { get; private init; } = Endian.Little;

    public bool SwapPixelData { get; private init; }

    /// <summary>The syntax of a UID; an unknown one is taken for a compressed one, as by the real library.</summary>
    public static DicomTransferSyntax Parse(string uid) => Lookup(DicomUID.Parse(uid));

    public static DicomTransferSyntax Lookup(DicomUID uid) => uid is null ? null : Find(uid.UID) ?? new DicomTransferSyntax(uid) { IsEncapsulated = true };

    public override bool Equals(object obj) => obj switch
    {
        DicomTransferSyntax other => UID == other.UID,
        DicomUID uid => UID == uid,
        string uid => UID.UID == uid,
        _ => false,
    };

    public override int GetHashCode() => UID.GetHashCode();

    public override string ToString() => UID.Name;

    internal static DicomTransferSyntax Find(string uid) => ByUid?.GetValueOrDefault(uid);

    private static DicomTransferSyntax Plain(string uid, string name, bool explicitVR = true, bool deflate = false, bool big = false, bool swapPixels = false) =>
        new(new DicomUID(uid, name, DicomUidType.TransferSyntax))
        {
            IsExplicitVR = explicitVR,
            IsDeflate = deflate,
            Endian = big ? Endian.Big : Endian.Little,
            SwapPixelData = swapPixels,
        };

    private static DicomTransferSyntax Compressed(string end, string name, string lossyMethod = null) =>
        new(new DicomUID("1.2.840.10008.1.2." + end, name, DicomUidType.TransferSyntax))
        {
            IsEncapsulated = true,
            IsLossy = lossyMethod is not null,
            LossyCompressionMethod = lossyMethod,
        };

    public static bool operator ==(DicomTransferSyntax a, DicomTransferSyntax b) => a is null ? b is null : a.Equals(b);

    public static bool operator !=(DicomTransferSyntax a, DicomTransferSyntax b) => !(a == b);
}
