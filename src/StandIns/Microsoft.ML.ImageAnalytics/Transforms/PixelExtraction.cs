using System.Numerics;
using Microsoft.ML.Data;

using ColorBits = Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator.ColorBits;
using ColorsOrder = Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator.ColorsOrder;

namespace Microsoft.ML.Transforms.Image;
/// <summary>Which colours of a pixel become numbers, in which order, and scaled how: (value - Offset) * Scale.</summary>
internal sealed record PixelExtraction(ColorBits Colors, ColorsOrder Order, bool AsFloats, float Offset, float Scale, bool Interleave)
{
    internal int Planes => BitOperations.PopCount((uint)Colors);

    internal PrimitiveDataViewType ItemType => AsFloats ? NumberDataViewType.Single : NumberDataViewType.Byte;

    internal PixelExtraction Checked()
    {
        Check.Param((Colors & ColorBits.All) == Colors && Colors != 0, "colorsToExtract", $"'{Colors}' names no colour.");
        Check.Param(Enum.IsDefined(Order), "orderOfExtraction", $"'{Order}' is no order of colours.");
        Check.Param(float.IsFinite(Offset), "offsetImage", $"The offset is {Offset}; it must be finite.");
        Check.Param(float.IsFinite(Scale) && Scale != 0, "scaleImage", $"The scale is {Scale}; it must be finite and not zero.");
        return this;
    }

    internal static PixelExtraction Load(ModelLoadContext ctx)
    {
        var colors = (ColorBits)ctx.Reader.ReadByte();
        var order = ctx.Version <= 0x00010002 ? ColorsOrder.ARGB : (ColorsOrder)ctx.Reader.ReadByte();
        bool asFloats = ctx.Reader.ReadBoolean();
        float offset = ctx.Reader.ReadSingle(), scale = ctx.Reader.ReadSingle();
        var extraction = new PixelExtraction(colors, order, asFloats, offset, scale, ctx.Reader.ReadBoolean());
        try
        {
            return extraction.Checked();
        }
        catch (ArgumentException error)
        {
            ctx.Require(false, error.Message);
            throw;
        }
    }

    internal void Save(ModelSaveContext ctx)
    {
        ctx.Writer.Write((byte)Colors);
        ctx.Writer.Write((byte)Order);
        ctx.Writer.Write(AsFloats);
        ctx.Writer.Write(Offset);
        ctx.Writer.Write(Scale);
        ctx.Writer.Write(Interleave);
    }

    internal VectorDataViewType Type(int height, int width) =>
        Interleave ? new VectorDataViewType(ItemType, height, width, Planes) : new VectorDataViewType(ItemType, Planes, height, width);

    /// <summary>Writes every pixel's colours, as planes or side by side.</summary>
    internal void Apply(MLImage image, Span<float> values)
    {
        ReadOnlySpan<byte> pixels = image.Pixels;
        int count = image.Width * image.Height, plane = 0;
        foreach (int from in Channels(image.PixelFormat))
        {
            (int to, int step) = Interleave ? (plane, Planes) : (plane * count, 1);
            for (int i = 0; i < count; i++, to += step)
                values[to] = (pixels[i * 4 + from] - Offset) * Scale;
            plane++;
        }
    }

    internal void Apply(MLImage image, Span<byte> values)
    {
        ReadOnlySpan<byte> pixels = image.Pixels;
        int count = image.Width * image.Height, plane = 0;
        foreach (int from in Channels(image.PixelFormat))
        {
            (int to, int step) = Interleave ? (plane, Planes) : (plane * count, 1);
            for (int i = 0; i < count; i++, to += step)
                values[to] = pixels[i * 4 + from];
            plane++;
        }
    }

    /// <summary>The places of the extracted colours in a pixel, in the order asked for.</summary>
    private IEnumerable<int> Channels(MLPixelFormat format)
    {
        foreach (char letter in Order.ToString())
        {
            (ColorBits bit, int place) = letter switch
            {
                'A' => (ColorBits.Alpha, 3),
                'R' => (ColorBits.Red, format == MLPixelFormat.Rgba32 ? 0 : 2),
                'G' => (ColorBits.Green, 1),
                _ => (ColorBits.Blue, format == MLPixelFormat.Rgba32 ? 2 : 0),
            };
            if ((Colors & bit) != 0)
                yield return place;
        }
    }
}
