using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>What an estimator's label column holds: how it is read, and how it is learnt.</summary>
internal abstract class LabelKind
{
    internal static readonly LabelKind MultiLabel = new MultiLabelKind(), Multiclass = new MulticlassKind(), Binary = new BinaryKind();

    /// <summary>The column as vectors.</summary>
    /// <exception cref="ArgumentException">It is absent or of another type.</exception>
    internal abstract LabelTargets Targets(MLContext ml, IDataView data, string name);

    /// <summary>The loss.</summary>
    internal abstract LabelTask Task(LabelStatistics labels, FineTuneOptions options);

    /// <exception cref="ArgumentException">The column is absent or of another type.</exception>
    internal abstract void Require(SchemaShape shape, string name);

    private protected static DataViewSchema.Column Find(DataViewSchema schema, string name) => schema.GetColumnOrNull(name)
        ?? throw new ArgumentException($"There is no label column '{name}'; the columns are {string.Join(", ", schema.Select(c => c.Name))}.");

    private sealed class MultiLabelKind : LabelKind
    {
        internal override LabelTargets Targets(MLContext ml, IDataView data, string name) => new(data, LabelColumn.Find(data.Schema, name).Name);

        internal override LabelTask Task(LabelStatistics labels, FineTuneOptions options) => new MultiLabelTask(labels, options);

        internal override void Require(SchemaShape shape, string name) => SchemaShapes.RequireLabels(shape, name);
    }

    private sealed class MulticlassKind : LabelKind
    {
        internal override LabelTargets Targets(MLContext ml, IDataView data, string name)
        {
            var column = Find(data.Schema, name);
            if (column.Type is not KeyDataViewType { Count: > 1 and <= 8191 } key || key.RawType != typeof(uint))
            {
                throw new ArgumentException(
                    $"The label column '{name}' is {column.Type}; it must be a key of 2 to 8,191 classes, as ml.Transforms.Conversion.MapValueToKey makes it.");
            }
            return LabelTargets.Of<uint>(ml, data, column, ClassNames.Of(column), static (value, targets) =>
            {
                if (value == 0)
                    targets.AsSpan().Fill(float.NaN);
                else
                    targets[value - 1] = 1;
            });
        }

        internal override LabelTask Task(LabelStatistics labels, FineTuneOptions options) => new MulticlassTask(labels, options);

        internal override void Require(SchemaShape shape, string name) => SchemaShapes.RequireKey(shape, name);
    }

    private sealed class BinaryKind : LabelKind
    {
        internal override LabelTargets Targets(MLContext ml, IDataView data, string name)
        {
            var column = Find(data.Schema, name);
            if (column.Type is BooleanDataViewType)
                return LabelTargets.Of<bool>(ml, data, column, [name], static (value, targets) => targets[0] = value ? 1 : 0);
            if (column.Type.Equals(NumberDataViewType.Single))
                return LabelTargets.Of<float>(ml, data, column, [name], static (value, targets) => targets[0] = value);
            throw new ArgumentException($"The label column '{name}' is {column.Type}; it must be Boolean, or Single of 1, 0 and NaN = unknown.");
        }

        internal override LabelTask Task(LabelStatistics labels, FineTuneOptions options) => new MultiLabelTask(labels, options);

        internal override void Require(SchemaShape shape, string name) => SchemaShapes.RequireDecision(shape, name);
    }
}
