namespace Microsoft.ML.Transforms;

/// <summary>(value - offset) * scale of each slot of a column; computed in the column's own precision, in which it is also saved.</summary>
internal sealed class AffineFunction
{
    internal const string LoaderSignature = "AffineNormExec";

    // The real package's layout for both precisions; they differ in the size of a number that stands first.
    private const int Dense = -1;
    private static readonly VersionInfo _version = new("AFF NORM", 0x00010003, 0x00010003, LoaderSignature, "Microsoft.ML.Data");
    private readonly double[] _scale;
    private readonly double[] _offset;
    private readonly bool _isSingle;

    internal AffineFunction((double Scale, double Offset)[] slots, bool isSingle)
    {
        _isSingle = isSingle;
        _scale = Array.ConvertAll(slots, s => Round(s.Scale));
        _offset = Array.ConvertAll(slots, s => Round(s.Offset));
    }

    internal int Slots => _scale.Length;

    internal double Apply(double value, int slot) => _isSingle
        ? ((float)value - (float)_offset[slot]) * (float)_scale[slot]
        : (value - _offset[slot]) * _scale[slot];

    internal void Save(ModelSaveContext ctx, string name) => ctx.SaveSubModel(name, _version, part =>
    {
        part.Writer.Write(_isSingle ? sizeof(float) : sizeof(double));
        part.Writer.Write(_scale.Length);
        part.Writer.Write(Dense);
        SaveNumbers(part, _scale);
        SaveNumbers(part, Array.TrueForAll(_offset, o => o == 0) ? [] : _offset);
    });

    internal static AffineFunction Load(ModelLoadContext ctx, string name, bool isSingle, int slots)
    {
        string loader = ctx.LoaderOf(name);
        if (loader != LoaderSignature)
            throw new NotSupportedException($"This version cannot read a normalizer of kind '{loader}'.");
        return ctx.LoadSubModel(name, _version, part =>
        {
            int size = part.Reader.ReadInt32();
            part.Require(size == (isSingle ? sizeof(float) : sizeof(double)), $"numbers of {size} bytes do not suit the column");
            int stated = part.Reader.ReadInt32();
            part.Require(stated == slots, $"there are {stated} slots for a column of {slots}");
            int sparse = part.Reader.ReadInt32();
            part.Require(sparse >= Dense && sparse < slots, $"a count of {sparse} does not fit");
            // In a sparse one, slots that are not listed stay as they are.
            int[] listed = sparse == Dense ? [.. Enumerable.Range(0, slots)] : part.LoadIntegers(sparse);
            double[] scales = LoadNumbers(part, isSingle), offsets = LoadNumbers(part, isSingle);
            part.Require(scales.Length == listed.Length && (offsets.Length == 0 || offsets.Length == listed.Length), "scales or offsets are missing");
            var affine = new (double Scale, double Offset)[slots];
            Array.Fill(affine, (1, 0));
            for (int i = 0; i < listed.Length; i++)
            {
                part.Require(listed[i] < slots && listed[i] > (i == 0 ? -1 : listed[i - 1]), "slots are out of order");
                part.Require(!double.IsNaN(scales[i]), "a scale is not a number");
                affine[listed[i]] = (scales[i], scales[i] == 0 || offsets.Length == 0 ? 0 : offsets[i]);
            }
            return new AffineFunction(affine, isSingle);
        });
    }

    private double Round(double value) => _isSingle ? (float)value : value;

    private void SaveNumbers(ModelSaveContext ctx, double[] numbers)
    {
        ctx.Writer.Write(numbers.Length);
        foreach (double number in numbers)
        {
            if (_isSingle)
                ctx.Writer.Write((float)number);
            else
                ctx.Writer.Write(number);
        }
    }

    private static double[] LoadNumbers(ModelLoadContext ctx, bool isSingle) =>
        isSingle ? Array.ConvertAll(ctx.LoadSingles(), v => (double)v) : ctx.LoadArray<double>(ctx.LoadCount(sizeof(double)));
}
