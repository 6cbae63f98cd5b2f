using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

public class EncoderTransformerTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TrainedEncoder _encoder = TrainedEncoder.Untrained(Encoders.ResNet18(0.0625, smallImageStem: true), 1, 8, 8, "Image", 1);

    private sealed class Row
    {
        [VectorType(1, 8, 8)]
        public float[] Image { get; set; } = [];
    }

    private sealed class ColourRow
    {
        [VectorType(3, 8, 8)]
        public float[] Image { get; set; } = [];
    }

    private sealed class FeatureRow
    {
        public float[] Features { get; set; } = [];
    }

    private static Row[] Rows(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => new Row { Image = [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle())] })];
    }

    private EncoderTransformer Stage => new(_ml, "Features", _encoder, new ImageShape(1, 8, 8));

    private static float[][] Features(IDataView data) => [.. data.GetColumn<VBuffer<float>>(data.Schema["Features"]).Select(v => v.DenseValues().ToArray())];

    [Fact]
    public void FeaturesAreTheEncodersWhateverTheBatch()
    {
        var rows = Rows(41);
        float[][] batched = Features(Stage.Transform(_ml.Data.LoadFromEnumerable(rows)));
        using var engine = _ml.Model.CreatePredictionEngine<Row, FeatureRow>(Stage);
        var expected = new float[_encoder.FeatureSize];
        for (int i = 0; i < rows.Length; i += 5)
        {
            _encoder.Encode(rows[i].Image, 1, 8, 8, expected);
            Assert.Equal(expected, batched[i]);
            Assert.Equal(expected, engine.Predict(rows[i]).Features);
        }
        Assert.NotEqual(batched[0], batched[1]);
    }

    [Fact]
    public void AMissingImageDoesNotDisturbItsNeighbours()
    {
        var rows = Rows(5);
        float[][] whole = Features(Stage.Transform(_ml.Data.LoadFromEnumerable(rows)));
        rows[2].Image = [.. Enumerable.Repeat(float.NaN, 64)];
        float[][] holed = Features(Stage.Transform(_ml.Data.LoadFromEnumerable(rows)));
        Assert.All(holed[2], f => Assert.True(float.IsNaN(f)));
        Assert.Equal([whole[0], whole[1], whole[3], whole[4]], [holed[0], holed[1], holed[3], holed[4]]);
    }

    [Fact]
    public void TheFeaturesColumnCarriesTheEncoderThroughStockTransformers()
    {
        var data = Stage.Transform(_ml.Data.LoadFromEnumerable(Rows(1)));
        Assert.Equal($"Vector<Single, {_encoder.FeatureSize}>", data.Schema["Features"].Type.ToString());
        Assert.Same(_encoder, EncoderAnnotation.Require(data.Schema, "Features"));
        var copied = _ml.Transforms.CopyColumns("Copy", "Features").Fit(data).Transform(data);
        Assert.Same(_encoder, EncoderAnnotation.Find(copied.Schema, "Copy"));
        Assert.Same(_encoder, EncoderAnnotation.Find(_ml.Data.Cache(data).Schema, "Features"));
        Assert.Null(EncoderAnnotation.Find(data.Schema, "Image"));
        Assert.Null(EncoderAnnotation.Find(data.Schema, "Nothing"));
        Assert.Contains("ml.SelfSupervised", Assert.Throws<ArgumentException>(() => EncoderAnnotation.Require(data.Schema, "Image")).Message);
        Assert.Contains("'Nothing'", Assert.Throws<ArgumentException>(() => EncoderAnnotation.Require(data.Schema, "Nothing")).Message);
    }

    [Fact]
    public void ImagesWithOtherChannelsAreRefused()
    {
        string message = Assert.Throws<ArgumentException>(() => Stage.Transform(_ml.Data.LoadFromEnumerable(new[] { new ColourRow() }))).Message;
        Assert.Contains("'Image'", message);
        Assert.Contains("3 channels", message);
    }

    [Fact]
    public void ShapesAnnounceColumnsWithTheirAnnotations()
    {
        var shape = SchemaShapes.With(_ml, Shapes.Of<Row>(_ml), new ShapeColumn("Features", ShapeItem.Single, Encoder: true), new ShapeColumn("Yes", ShapeItem.Boolean, SlotNames: true));
        Assert.Equal(["Image", "Features", "Yes"], shape.Select(c => c.Name));
        Assert.True(EncoderAnnotation.IsOn(shape[1]));
        Assert.False(EncoderAnnotation.IsOn(shape[2]));
        Assert.Equal(["SlotNames"], shape[2].Annotations.Select(a => a.Name));
        Assert.Equal((SchemaShape.Column.VectorKind.Vector, BooleanDataViewType.Instance), (shape[2].Kind, shape[2].ItemType));
        Assert.Equal("Features", SchemaShapes.RequireEncoder(shape, "Features").Name);
        Assert.Equal("Image", SchemaShapes.RequireImage(shape, "Image").Name);
        Assert.Contains("no encoder", Assert.Throws<ArgumentException>(() => SchemaShapes.RequireEncoder(shape, "Image")).Message);
        Assert.Contains("'Yes' is a vector of Boolean", Assert.Throws<ArgumentException>(() => SchemaShapes.RequireImage(shape, "Yes")).Message);
        Assert.Contains("'Nothing'", Assert.Throws<ArgumentException>(() => SchemaShapes.RequireText(shape, "Nothing")).Message);
    }
}
