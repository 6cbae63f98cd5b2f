using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

public class BatchedTransformerTests
{
    private readonly MLContext _ml = new(seed: 1);

    private (IDataView Data, SumTransformer Stage) Make(int rows, int batchSize = 32)
    {
        var stage = new SumTransformer(_ml, batchSize);
        return (stage.Transform(_ml.Data.LoadFromEnumerable(ImageRow.Make(rows))), stage);
    }

    private static List<(string Id, float Sum)> Read(IDataView data, Random? random = null)
    {
        using var cursor = data.GetRowCursor([data.Schema["Id"], data.Schema["Sum"]], random);
        var id = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Id"]);
        var sum = cursor.GetGetter<VBuffer<float>>(data.Schema["Sum"]);
        var rows = new List<(string, float)>();
        ReadOnlyMemory<char> text = default;
        VBuffer<float> value = default;
        while (cursor.MoveNext())
        {
            sum(ref value);
            id(ref text);
            rows.Add((text.ToString(), value.GetValues()[0]));
        }
        return rows;
    }

    private static void AssertSums(IEnumerable<(string Id, float Sum)> rows) => Assert.All(rows, row => Assert.Equal(4 * int.Parse(row.Id) + 6, row.Sum));

    [Fact]
    public void CursorsComputeBatchesAndPassOtherColumnsThrough()
    {
        var (data, stage) = Make(70);
        var rows = Read(data);
        Assert.Equal(70, rows.Count);
        AssertSums(rows);
        Assert.Equal([32, 32, 6], stage.Batches);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    public void AnyNumberOfRowsWorks(int rows)
    {
        var (data, _) = Make(rows, 5);
        Assert.Equal(rows, Read(data).Count);
        AssertSums(Read(data));
    }

    [Fact]
    public void ShuffledCursorsStayInStep()
    {
        var (data, _) = Make(70, 8);
        Assert.True(data.CanShuffle);
        var rows = Read(data, new Random(5));
        Assert.NotEqual(Enumerable.Range(0, 70).Select(i => $"{i}"), rows.Select(r => r.Id));
        Assert.Equal(70, rows.Select(r => r.Id).Distinct().Count());
        AssertSums(rows);
    }

    [Fact]
    public void OnlyWhatIsReadIsComputed()
    {
        var (data, stage) = Make(100, 10);
        using (var cursor = data.GetRowCursor([data.Schema["Id"]]))
            while (cursor.MoveNext())
            {
            }
        Assert.Empty(stage.Batches);                              // no column of the stage was asked for

        using (var cursor = data.GetRowCursor([data.Schema["Sum"]]))
        {
            var getter = cursor.GetGetter<VBuffer<float>>(data.Schema["Sum"]);
            VBuffer<float> sum = default;
            for (int i = 0; i <= 42; i++)
                cursor.MoveNext();
            getter(ref sum);
            Assert.Equal(4 * 42 + 6, sum.GetValues()[0]);
            getter(ref sum);
        }
        Assert.Equal([10], stage.Batches);                        // rows 0 to 41 were passed over, row 42 was computed once
    }

    [Fact]
    public void TwoStagesInARowWork()
    {
        var first = new SumTransformer(_ml, 3);
        var second = new SumTransformer(_ml, 7);
        var rows = Read(second.Transform(first.Transform(_ml.Data.LoadFromEnumerable(ImageRow.Make(20)))));
        AssertSums(rows);
        Assert.Empty(first.Batches);                              // the second hides its columns and reads the image
        Assert.Equal([7, 7, 6], second.Batches);
    }

    [Theory]
    [InlineData(224, 32)]
    [InlineData(1024, 16)]
    [InlineData(8192, 1)]
    public void LargeImagesMakeSmallBatches(int size, int expected)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Image", new ImageShape(1, size, size).Type);
        Assert.Equal(expected, new StageBinding(new SumTransformer(_ml), builder.ToSchema()).BatchSize);
    }

    [Fact]
    public void SeveralCursorsAtOnceDoNotDisturbEachOther()
    {
        var (data, _) = Make(200, 16);
        Parallel.For(0, 8, i => AssertSums(Read(data, i % 2 == 0 ? null : new Random(i))));
        Assert.Equal(200, data.GetRowCursorSet([data.Schema["Sum"]], 4).Sum(cursor =>
        {
            int count = 0;
            using (cursor)
                while (cursor.MoveNext())
                    count++;
            return count;
        }));
    }

    [Fact]
    public void PredictionEngineGivesTheSame()
    {
        var stage = new SumTransformer(_ml);
        using var engine = _ml.Model.CreatePredictionEngine<ImageRow, SumRow>(stage);
        foreach (var row in ImageRow.Make(5))
        {
            var prediction = engine.Predict(row);
            Assert.Equal(4 * int.Parse(row.Id) + 6, prediction.Sum[0]);
            Assert.Equal(row.Id, prediction.Id);
            Assert.True(prediction.Positive[0]);
        }
        Assert.Equal([1, 1, 1, 1, 1], stage.Batches);             // one computation a row for both columns
    }

    [Fact]
    public void TheRowMapperKeepsSchemasByReference()
    {
        var (data, stage) = Make(3);
        var source = _ml.Data.LoadFromEnumerable(ImageRow.Make(3));
        var mapper = stage.GetRowToRowMapper(source.Schema);
        Assert.Same(source.Schema, mapper.InputSchema);
        Assert.Equal(["Image"], mapper.GetDependencies([mapper.OutputSchema["Sum"]]).Select(c => c.Name));
        Assert.Equal(["Id"], mapper.GetDependencies([mapper.OutputSchema["Id"]]).Select(c => c.Name));
        using var cursor = source.GetRowCursor(source.Schema);
        using var row = mapper.GetRow(cursor, mapper.OutputSchema);
        Assert.Same(mapper.OutputSchema, row.Schema);
        var getter = row.GetGetter<VBuffer<float>>(row.Schema["Sum"]);
        VBuffer<float> value = default;
        for (int i = 0; cursor.MoveNext(); i++)
        {
            getter(ref value);
            getter(ref value);
            Assert.Equal(4 * i + 6, value.GetValues()[0]);
        }
        Assert.Equal([1, 1, 1], stage.Batches);
        using var other = data.GetRowCursor([]);
        Assert.Throws<ArgumentException>(() => mapper.GetRow(other, mapper.OutputSchema));
    }

    [Fact]
    public void AMissingImageGivesMissingOutputsAndLeavesTheOthers()
    {
        var rows = ImageRow.Make(4);
        rows[2].Image = [float.NaN, float.NaN, float.NaN, float.NaN];
        var read = Read(new SumTransformer(_ml).Transform(_ml.Data.LoadFromEnumerable(rows)));
        Assert.True(float.IsNaN(read[2].Sum));
        AssertSums([read[0], read[1], read[3]]);
    }

    [Fact]
    public void DataThatChangeBetweenReadingsAreFound()
    {
        int reading = 0;
        IEnumerable<ImageRow> Shrinking() => ImageRow.Make(++reading % 2 == 0 ? 3 : 9);
        var data = new SumTransformer(_ml, 4).Transform(_ml.Data.LoadFromEnumerable(new Lazily(Shrinking)));
        Assert.Contains("ml.Data.Cache", Assert.Throws<InvalidOperationException>(() => Read(data)).Message);
    }

    [Fact]
    public void ErrorsNameTheColumnAndTheTypes()
    {
        var stage = new SumTransformer(_ml);
        var noImage = _ml.Data.LoadFromEnumerable(new[] { new SumRow() });
        string message = Assert.Throws<ArgumentException>(() => stage.Transform(noImage)).Message;
        Assert.Contains("'Image'", message);
        Assert.Contains("'Sum'", message);
        var flat = _ml.Data.LoadFromEnumerable(new[] { new FlatRow() });
        message = Assert.Throws<ArgumentException>(() => stage.Transform(flat)).Message;
        Assert.Contains("'Image'", message);
        Assert.Contains("Vector<Single, 4>", message);
        Assert.Contains("Vector<Single, C, H, W>", message);
        var (data, _) = Make(1);
        using var cursor = data.GetRowCursor([data.Schema["Sum"]]);
        Assert.Contains("'Id'", Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Id"])).Message);
        Assert.Contains("'Sum'", Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(data.Schema["Sum"])).Message);
    }

    private sealed class Lazily(Func<IEnumerable<ImageRow>> make) : IEnumerable<ImageRow>
    {
        public IEnumerator<ImageRow> GetEnumerator() => make().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class SumRow
    {
        public string Id { get; set; } = "";

        [VectorType(1)]
        public float[] Sum { get; set; } = [];

        [VectorType(1)]
        public bool[] Positive { get; set; } = [];
    }

    private sealed class FlatRow
    {
        [VectorType(4)]
        public float[] Image { get; set; } = [];
    }
}
