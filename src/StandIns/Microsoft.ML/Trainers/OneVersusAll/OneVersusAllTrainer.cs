using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Learns each class against all others.</summary>
public sealed class OneVersusAllTrainer : MetaMulticlassTrainer<MulticlassPredictionTransformer<OneVersusAllModelParameters>, OneVersusAllModelParameters>
{
    private readonly Func<IDataView, ISingleFeaturePredictionTransformer<object>> _fit;
    private readonly bool _missingIsNegative, _useProbabilities;

    internal OneVersusAllTrainer(IHostEnvironment env, Func<IDataView, ISingleFeaturePredictionTransformer<object>> fit, TrainerInfo binaryTrainer,
        string labelColumnName, bool missingIsNegative, bool useProbabilities) : base(env.Register("OVA"), labelColumnName, binaryTrainer) =>
        (_fit, _missingIsNegative, _useProbabilities) = (fit, missingIsNegative, useProbabilities);

    public override MulticlassPredictionTransformer<OneVersusAllModelParameters> Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        GetOutputSchema(SchemaShape.Create(input.Schema));
        DataViewSchema.Column label = input.Schema[LabelColumn.Name];
        int classes = checked((int)((KeyDataViewType)label.Type).Count);
        IDataView rows = _missingIsNegative ? input : MissingValueFilter.Create(input, [label.Name]);
        using IChannel channel = Host.Start("Fitting");
        var models = new ICanSaveModel[classes];
        ISingleFeaturePredictionTransformer<object> last = null;
        for (uint c = 0; c < classes; c++)
        {
            last = _fit(new MappedView(rows, new RowMapping(new ClassMapper(rows.Schema, label, c + 1))));
            if (_useProbabilities && last.Model is not CalibratedModelParametersBase)
                throw new NotSupportedException($"A '{last.Model.GetType()}' gives no probabilities, and this version fits no calibrator: set useProbabilities to false.");
            models[c] = (ICanSaveModel)last.Model;
        }
        return new MulticlassPredictionTransformer<OneVersusAllModelParameters>(Host, new OneVersusAllModelParameters(models, _useProbabilities),
            last.FeatureColumnName, last.FeatureColumnType, new DataViewSchema.DetachedColumn(label));
    }

    /// <summary>The label column as whether a row is of one class.</summary>
    private sealed class ClassMapper(DataViewSchema schema, DataViewSchema.Column label, uint key) : RowMapper(schema)
    {
        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() => [new(label.Name, BooleanDataViewType.Instance)];

        internal override IEnumerable<int> GetDependencies(int output) => [label.Index];

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            ValueGetter<uint> get = input.GetGetter<uint>(input.Schema[label.Index]);
            uint value = 0;
            return (ValueGetter<bool>)((ref bool isOfClass) =>
            {
                get(ref value);
                isOfClass = value == key;
            });
        }
    }
}
