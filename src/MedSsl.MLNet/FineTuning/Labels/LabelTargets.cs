using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Labels of any kind as the column of vectors that training reads: one number for each output, 1, 0 or NaN = unknown.</summary>
/// <param name="Data">The data, with the column.</param>
/// <param name="ColumnName">The column: a vector of Single whose slot names are the outputs'.</param>
internal sealed record LabelTargets(IDataView Data, string ColumnName)
{
    internal DataViewSchema.Column Column => Data.Schema[ColumnName];

    /// <summary>Puts vectors of the same name in place of a column that holds something else.</summary>
    /// <param name="ml">What maps.</param>
    /// <param name="data">The data.</param>
    /// <param name="column">The column; its values are of <typeparamref name="TValue"/>.</param>
    /// <param name="names">The outputs.</param>
    /// <param name="write">Writes a value's numbers.</param>
    internal static LabelTargets Of<TValue>(MLContext ml, IDataView data, DataViewSchema.Column column, IReadOnlyList<string> names, Action<TValue, float[]> write)
    {
        var input = SchemaDefinition.Create(typeof(Source<TValue>));
        (input[0].ColumnName, input[0].ColumnType) = (column.Name, column.Type);
        var output = SchemaDefinition.Create(typeof(Target));
        (output[0].ColumnName, output[0].ColumnType) = (column.Name, new VectorDataViewType(NumberDataViewType.Single, names.Count));
        ReadOnlyMemory<char>[] texts = [.. names.Select(name => name.AsMemory())];
        output[0].AddAnnotation(SlotNames.Name, new VBuffer<ReadOnlyMemory<char>>(texts.Length, texts), new VectorDataViewType(TextDataViewType.Instance, texts.Length));
        Action<Source<TValue>, Target> map = (source, target) =>
        {
            target.Values = new float[names.Count];
            write(source.Value, target.Values);
        };
        return new(ml.Transforms.CustomMapping(map, null, input, output).Fit(data).Transform(data), column.Name);
    }

    private sealed class Source<TValue>
    {
        public TValue Value { get; set; } = default!;
    }

    private sealed class Target
    {
        [VectorType(1)]
        public float[] Values { get; set; } = [];
    }
}
