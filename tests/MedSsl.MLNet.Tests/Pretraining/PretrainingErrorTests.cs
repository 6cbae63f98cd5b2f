using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

public class PretrainingErrorTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static readonly EncoderSpec _small = Encoders.ResNet18(0.0625);

    private static SimClrOptions SimClr => new() { Encoder = _small, Epochs = 1, BatchSize = 8, WarmupEpochs = 0 };

    private static MicleOptions Micle => new() { Encoder = _small, Epochs = 1, BatchSize = 4, WarmupEpochs = 0 };

    private string SimClrError<T>(IDataView data, SimClrOptions? options = null, string column = "Image") where T : Exception =>
        Assert.Throws<T>(() => _ml.SelfSupervised.SimClr("Features", column, options ?? SimClr).Fit(data)).Message;

    [Fact]
    public void ABatchLargerThanTheSet() =>
        Assert.Contains("BatchSize is 8, but there are only 5 images. Lower it to 5 or less", SimClrError<ArgumentException>(PatientRow.View(_ml, 5)));

    [Fact]
    public void FewerPatientsThanABatch() => Assert.Contains("BatchSize is 4, but column 'PatientId' has only 3 different values",
        Assert.Throws<ArgumentException>(() => _ml.SelfSupervised.Micle("Features", "Image", "PatientId", Micle).Fit(PatientRow.View(_ml, 6))).Message);

    [Fact]
    public void NoRows() => Assert.Contains("'Image'", SimClrError<InvalidDataException>(PatientRow.View(_ml, 0)));

    [Fact]
    public void AMissingColumn() => Assert.Contains("there is no column 'Picture'; the data have 'PatientId', 'Image'", SimClrError<ArgumentException>(PatientRow.View(_ml, 8), column: "Picture"));

    [Fact]
    public void AColumnThatIsNoImage() => Assert.Contains("'PatientId'", SimClrError<ArgumentException>(PatientRow.View(_ml, 8), column: "PatientId"));

    [Fact]
    public void AMissingBagColumn() => Assert.Contains("'Patient'",
        Assert.Throws<ArgumentException>(() => _ml.SelfSupervised.Micle("Features", "Image", "Patient", Micle).Fit(PatientRow.View(_ml, 8))).Message);

    [Fact]
    public void AnEmptyPatient()
    {
        var rows = PatientRow.Make(8);
        rows[3].PatientId = " ";
        Assert.Contains("column 'PatientId' is empty in some rows",
            Assert.Throws<ArgumentException>(() => _ml.SelfSupervised.Micle("Features", "Image", "PatientId", Micle).Fit(_ml.Data.LoadFromEnumerable(rows))).Message);
    }

    [Fact]
    public void AViewLargerThanTheImages() =>
        Assert.Contains("ViewSize is 24; it must be at most the images' 16 × 16 pixels", SimClrError<ArgumentException>(PatientRow.View(_ml, 8), SimClr with { ViewSize = 24 }));

    [Fact]
    public void AnotherEncoderThanTheOneThatCame()
    {
        var data = PatientRow.View(_ml, 8);
        var features = _ml.SelfSupervised.Encoder("Features", "Image", _small).Fit(data).Transform(data);
        var error = SimClrError<ArgumentException>(features, SimClr with { Encoder = Encoders.ResNet34(0.0625) });
        Assert.Contains("Leave Encoder null", error);
        _ml.SelfSupervised.SimClr("Features", "Image", SimClr).Fit(features); // the same one is welcome
    }

    [Fact]
    public void FeaturesThatWouldHideTheImages() =>
        Assert.Contains("give the features another name", Assert.Throws<ArgumentException>(() => _ml.SelfSupervised.SimClr("Image", "Image", SimClr)).Message);

    [Fact]
    public void ABadOptionBeforeAnyData() =>
        Assert.Contains("Epochs is 0", Assert.Throws<ArgumentException>(() => _ml.SelfSupervised.SimClr("Features", "Image", SimClr with { Epochs = 0 })).Message);

    [Fact]
    public void DivergenceStopsWithARemedy() =>
        Assert.Contains("Lower LearningRate", SimClrError<InvalidOperationException>(PatientRow.View(_ml, 8),
            SimClr with { Optimizer = OptimizerKind.Sgd, LearningRate = 1e30, Epochs = 5 }));

    /// <summary>The column has the right number of floats, but not the shape of an image.</summary>
    [Fact]
    public void AFlatVector()
    {
        var definition = SchemaDefinition.Create(typeof(PatientRow));
        definition["Image"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, PatientRow.Side * PatientRow.Side);
        var data = _ml.Data.LoadFromEnumerable(PatientRow.Make(8), definition);
        Assert.Contains("Vector<Single, C, H, W>", SimClrError<ArgumentException>(data));
    }

    [Fact]
    public void WrongShapesAreFoundBeforeFitting()
    {
        var shape = Shapes.Of<PatientRow>(_ml);
        Assert.ThrowsAny<ArgumentException>(() => _ml.SelfSupervised.SimClr("Features", "PatientId", SimClr).GetOutputSchema(shape));
        Assert.ThrowsAny<ArgumentException>(() => _ml.SelfSupervised.Micle("Features", "Image", "Nobody", Micle).GetOutputSchema(shape));
    }
}
