using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.MicrosoftML.Models;

public sealed class ChainTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Row
    {
        [VectorType(1, 4, 2)] public float[] Image { get; set; } = new float[8];
        public int Id { get; set; }
    }

    private static IEnumerable<Row> Rows(int count, Action? onPass = null)
    {
        onPass?.Invoke();
        for (int i = 0; i < count; i++)
            yield return new Row { Id = i };
    }

    /// <summary>Reads a column once when fitted.</summary>
    private sealed class Reader(MLContext ml, string column) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input)
        {
            _ = input.GetColumn<int>(column).Count();
            return ml.Transforms.CopyColumns(column, column).Fit(input);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }

    [Fact]
    public void Dimensions_and_annotations_pass_through_chains_and_caches()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Image"].AddAnnotation("Origin", "scanner 3", TextDataViewType.Instance);
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(3), definition);
        var pipe = _ml.Transforms.CopyColumns("Copy", "Image").AppendCacheCheckpoint(_ml)
            .Append(_ml.Transforms.CopyColumns("Again", "Copy"))
            .Append(_ml.Transforms.DropColumns("Copy", "Image"));
        TransformerChain<Microsoft.ML.Transforms.ColumnSelectingTransformer> model = pipe.Fit(data);
        DataViewSchema.Column column = _ml.Data.Cache(model.Transform(data)).Schema["Again"];

        Assert.Equal("Again: Vector<Single, 1, 4, 2> {Origin}", column.ToString());
        Assert.Equal(["Id", "Again"], model.GetOutputSchema(data.Schema).Select(c => c.Name));
    }

    [Fact]
    public void Checkpoint_spares_the_source_all_passes_but_one()
    {
        int passes = 0;
        IDataView data = _ml.Data.LoadFromEnumerable(new Lazily(() => Rows(10, () => passes++)));
        var plain = new EstimatorChain<ITransformer>().Append(new Reader(_ml, "Id")).Append(new Reader(_ml, "Id")).Append(new Reader(_ml, "Id"));
        plain.Fit(data);
        Assert.Equal(3, passes);

        passes = 0;
        new EstimatorChain<ITransformer>().Append(new Reader(_ml, "Id")).AppendCacheCheckpoint(_ml)
            .Append(new Reader(_ml, "Id")).Append(new Reader(_ml, "Id")).Fit(data);
        Assert.Equal(2, passes);
    }

    [Fact]
    public void Scopes_choose_transformers()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(2));
        var chain = new EstimatorChain<ITransformer>()
            .Append(_ml.Transforms.CopyColumns("A", "Id"), TransformerScope.TrainTest)
            .Append(_ml.Transforms.CopyColumns("B", "Id"))
            .Fit(data);

        Assert.Equal(["Image", "Id", "B"], chain.GetModelFor(TransformerScope.Scoring).GetOutputSchema(data.Schema).Select(c => c.Name));
        Assert.Equal(["Image", "Id", "B"], chain.Transform(data, TransformerScope.Scoring).Schema.Select(c => c.Name));
        Assert.Equal(["Image", "Id", "A", "B"], chain.Transform(data).Schema.Select(c => c.Name));
    }

    [Fact]
    public void Row_mapper_of_a_chain_asks_for_no_more_than_it_needs()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(2));
        ITransformer chain = _ml.Transforms.CopyColumns("A", "Id").Append(_ml.Transforms.CopyColumns("B", "A")).Fit(data);
        IRowToRowMapper mapper = chain.GetRowToRowMapper(data.Schema);

        Assert.Same(data.Schema, mapper.InputSchema);
        Assert.Equal(["Id"], mapper.GetDependencies([mapper.OutputSchema["B"]]).Select(c => c.Name));
        IDataView other = _ml.Data.LoadFromEnumerable(Rows(2));
        using DataViewRowCursor cursor = other.GetRowCursor(other.Schema);
        Assert.Throws<ArgumentException>(() => mapper.GetRow(cursor, mapper.OutputSchema));
    }

    [Fact]
    public void Missing_input_column_is_named_before_anything_is_read()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.CopyColumns("A", "Nope").Fit(_ml.Data.LoadFromEnumerable(Rows(2))));

        Assert.Contains("Nope", error.Message);
    }

    /// <summary>A sequence that counts as no list.</summary>
    private sealed class Lazily(Func<IEnumerable<Row>> rows) : IEnumerable<Row>
    {
        public IEnumerator<Row> GetEnumerator() => rows().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
