using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests.Contract;

/// <summary>
/// What every ML.NET estimator owes: it fits valid input and refuses invalid; what it promises of the schema is delivered; the transformer gives the same
/// values by cursor, by several cursors, row by row, and after it has been saved and loaded, here and in a fresh process.
/// </summary>
/// <typeparam name="TRow">A row of valid input, before <paramref name="prefix"/>.</typeparam>
/// <param name="ml">The context.</param>
/// <param name="rows">Valid input.</param>
/// <param name="prefix">Stages that make the estimator's input of the rows, or null.</param>
internal sealed class EstimatorContract<TRow>(MLContext ml, TRow[] rows, IEstimator<ITransformer>? prefix = null) where TRow : class, new()
{
    /// <summary>The estimator takes a column of any type.</summary>
    internal bool AnyType { get; init; }

    /// <summary>The estimator promises annotations that it does not deliver.</summary>
    internal bool PromisesMore { get; init; }

    /// <summary>Whether the transformer can be saved on its own.</summary>
    internal bool Saved { get; init; } = true;

    /// <summary>The process in which saved transformers must give the same.</summary>
    internal FreshScorer? Fresh { get; init; }

    /// <summary>Checks an estimator.</summary>
    /// <param name="estimator">The estimator.</param>
    /// <param name="inputs">The columns that it reads.</param>
    /// <param name="outputs">The columns that it adds.</param>
    internal void Check(IEstimator<ITransformer> estimator, string[] inputs, string[] outputs)
    {
        IDataView data = ml.Data.LoadFromEnumerable(rows);
        SchemaShape shape = Shapes.Of<TRow>(ml);
        if (prefix is not null)
            (shape, data) = (prefix.GetOutputSchema(shape), prefix.Fit(data).Transform(data));

        foreach (string input in inputs)
            CheckRefusal(estimator, data, shape, input, inputs);
        SchemaShape promised = estimator.GetOutputSchema(shape);
        ITransformer transformer = estimator.Fit(data);
        CheckSchema(promised, transformer.GetOutputSchema(data.Schema));
        IDataView transformed = transformer.Transform(data);
        CheckSchema(promised, transformed.Schema);
        Assert.All(outputs, output => Assert.NotNull(transformed.Schema.GetColumnOrNull(output)));

        string[] values = RowText.Of(transformed);
        Assert.Equal(rows.Length, values.Length);
        Assert.Equal(values, RowText.Of(transformed));
        Assert.Equal(values, RowText.OfCursorSet(transformed, 3));
        if (transformer.IsRowToRowMapper)
        {
            var mapper = transformer.GetRowToRowMapper(data.Schema);
            Assert.Same(data.Schema, mapper.InputSchema);
            Assert.Equal(values, RowText.OfMapper(mapper, data));
        }
        if (Saved)
            CheckSaved(transformer, data, outputs);
        (transformer as IDisposable)?.Dispose();
        (transformer as IDisposable)?.Dispose();
    }

    private void CheckRefusal(IEstimator<ITransformer> estimator, IDataView data, SchemaShape shape, string input, string[] inputs)
    {
        var without = ml.Transforms.DropColumns(input);
        Refused(() => estimator.GetOutputSchema(without.GetOutputSchema(shape)), inputs);
        Refused(() => estimator.Fit(without.Fit(data).Transform(data)), inputs);
        if (AnyType)
            return;
        // No estimator here reads times.
        var definition = SchemaDefinition.Create(typeof(TimeRow));
        definition[nameof(TimeRow.Time)].ColumnName = input;
        var other = ml.Transforms.CustomMapping<NoColumns, TimeRow>((_, row) => row.Time = DateTime.UnixEpoch, null, null, definition);
        Refused(() => estimator.GetOutputSchema(other.GetOutputSchema(shape)), inputs);
        Refused(() => estimator.Fit(other.Fit(data).Transform(data)), inputs);
    }

    private static void Refused(Action action, string[] inputs)
    {
        var error = Assert.ThrowsAny<Exception>(action);
        Assert.True(error is ArgumentException or InvalidOperationException, error.ToString());
        Assert.True(inputs.Any(error.Message.Contains), error.Message);
    }

    /// <summary>Every promised column is there, of the promised kind and with the promised annotations, and no other.</summary>
    private void CheckSchema(SchemaShape promised, DataViewSchema delivered)
    {
        Assert.Equal(promised.Select(column => column.Name).Order(StringComparer.Ordinal), delivered.Where(column => !column.IsHidden).Select(column => column.Name).Order(StringComparer.Ordinal));
        foreach (var column in promised)
        {
            var type = delivered[column.Name].Type;
            var vector = type as VectorDataViewType;
            var item = vector?.ItemType ?? type;
            var kind = vector is null ? SchemaShape.Column.VectorKind.Scalar
                : vector.IsKnownSize ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.VariableVector;
            Assert.Equal((column.Name, column.Kind, column.IsKey, column.ItemType.RawType), (column.Name, kind, item is KeyDataViewType, item.RawType));
            if (!column.IsKey)
                Assert.Equal(column.ItemType, item);
            var annotations = delivered[column.Name].Annotations.Schema;
            foreach (var annotation in column.Annotations.Where(_ => !PromisesMore))
                Assert.True(annotations.GetColumnOrNull(annotation.Name) is not null, $"'{column.Name}' lacks its annotation {annotation.Name}");
        }
    }

    private void CheckSaved(ITransformer transformer, IDataView data, string[] outputs)
    {
        using var file = new MemoryStream();
        ml.Model.Save(transformer, data.Schema, file);
        file.Position = 0;
        var fresh = new MLContext(seed: 9);
        ITransformer loaded = fresh.Model.Load(file, out _);
        var kept = ml.Transforms.SelectColumns(outputs);
        IDataView before = transformer.Transform(data), after = loaded.Transform(data);
        string[] values = RowText.Of(kept.Fit(before).Transform(before));
        Assert.Equal(values, RowText.Of(kept.Fit(after).Transform(after)));
        CheckFreshProcess(transformer, data, outputs, values);
        IDataView restored = fresh.MedicalModels.Restore(loaded).Transform(data);
        Assert.Equal(values, RowText.Of(kept.Fit(restored).Transform(restored)));
        foreach (string output in outputs)
        {
            Assert.Equal(before.Schema[output].Type, restored.Schema[output].Type);
            Assert.Equal(Annotations(before.Schema[output]), Annotations(restored.Schema[output]));
        }
    }

    private void CheckFreshProcess(ITransformer transformer, IDataView data, string[] outputs, string[] expected)
    {
        if (Fresh is null)
            return;
        (string model, string input) = Fresh.NextFiles();
        ml.Model.Save(transformer, data.Schema, model);
        using (var stream = File.Create(input))
            ml.Data.SaveAsBinary(data, stream);
        Assert.Equal(expected, Fresh.Rows(model, input, outputs));
    }

    private static IEnumerable<string> Annotations(DataViewSchema.Column column) => column.Annotations.Schema.Select(annotation => annotation.Name).Order(StringComparer.Ordinal);

    private sealed class TimeRow
    {
        public DateTime Time { get; set; }
    }
}
