namespace FellowOakDicom.Imaging.Codec;

/// <summary>Compresses and decompresses the pixels of one transfer syntax. A codec has no state: several threads may share one.</summary>
public interface IDicomCodec
{
    string Name { get; }

    DicomTransferSyntax TransferSyntax { get; }

    DicomCodecParams GetDefaultParameters();

    void Encode(DicomPixelData oldPixelData, DicomPixelData newPixelData, DicomCodecParams parameters);

    /// <summary>
    /// Appends every frame of <paramref name="oldPixelData"/>, decoded, to <paramref name="newPixelData"/>, whose description it changes where the decoded pixels are
    /// not what the data set said. Read the description from <paramref name="newPixelData"/> afterwards:
    /// <list type="bullet">
    /// <item>JPEG of three components (all JPEG syntaxes): unless the data set says RGB, the pixels are converted to RGB, interleaved, and PhotometricInterpretation becomes RGB.
    /// Where it says RGB they are left as they are (with null parameters).</item>
    /// <item>JPEG 2000: YBR_RCT and YBR_ICT come out as RGB, and PhotometricInterpretation says so. YBR_FULL and YBR_FULL_422 become YBR_FULL with planes.</item>
    /// <item>JPEG-LS and RLE: the samples as the data set describes them.</item>
    /// <item>JPEG of 8 bits or fewer in a data set that allocates 16: BitsAllocated becomes 8; the other way round 16.</item>
    /// </list>
    /// Samples are as they were compressed: bits above BitsStored may hold a sign or rubbish, and a JPEG 2000 frame whose sign differs from PixelRepresentation is not corrected.
    /// </summary>
    /// <param name="oldPixelData">Compressed frames.</param>
    /// <param name="newPixelData">Of a data set of its own, with a transfer syntax that is not compressed.</param>
    /// <param name="parameters">Null for the defaults.</param>
    void Decode(DicomPixelData oldPixelData, DicomPixelData newPixelData, DicomCodecParams parameters);
}

/// <summary>Base of the settings of codecs.</summary>
public class DicomCodecParams
{
    protected DicomCodecParams()
    {
    }
}

/// <summary>The codecs there are.</summary>
public interface ITranscoderManager
{
    bool HasCodec(DicomTransferSyntax syntax);

    bool CanTranscode(DicomTransferSyntax inSyntax, DicomTransferSyntax outSyntax);

    IDicomCodec GetCodec(DicomTransferSyntax syntax);

    void LoadCodecs(string path = null, string search = null);
}

/// <summary>Codecs by transfer syntax.</summary>
public abstract class TranscoderManager : ITranscoderManager
{
    protected readonly Dictionary<DicomTransferSyntax, IDicomCodec> Codecs = [];

    protected TranscoderManager()
    {
    }

    public bool HasCodec(DicomTransferSyntax syntax) => Codecs.ContainsKey(syntax);

    public bool CanTranscode(DicomTransferSyntax inSyntax, DicomTransferSyntax outSyntax) =>
        (!inSyntax.IsEncapsulated || HasCodec(inSyntax)) && (!outSyntax.IsEncapsulated || HasCodec(outSyntax));

    /// <exception cref="DicomCodecException">There is none.</exception>
    public IDicomCodec GetCodec(DicomTransferSyntax syntax) => Codecs.TryGetValue(syntax, out var codec) ? codec
        : throw new DicomCodecException($"No codec registered for {syntax}");

    public abstract void LoadCodecs(string path = null, string search = null);
}
