#nullable disable
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public class OptimizerOptions
{
    public double? LearningRate { get; set; }

    public double InitialLearningRate { get; set; }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
        Visit(new FieldCopier(source.Values()));
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
        Visit(new FieldReader(reader));
    }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate.Value);
        Visit(new FieldWriter(writer));
    }

    /// <summary>Takes what is not set from the optimizer's defaults.</summary>
    internal void FillFrom(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        InitialLearningRate = LearningRate.Value;
        Visit(new FieldCopier(defaults.Values(), onlyMissing: true));
    }

    /// <summary>Throws for a number below zero or a beta of one or more.</summary>
    internal void Validate(params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        foreach (var (name, value) in numbers)
        {
            bool beta = name.StartsWith("beta", StringComparison.Ordinal);
            if (!(value >= 0) || (beta && value >= 1))
            {
                throw new ArgumentException($"Invalid {name}: {value}; it must be at least 0{(beta ? " and below 1" : "")}.");
            }
        }
    }

    private protected virtual void Visit(StateFields fields)
    {
    }

    private List<object> Values()
    {
        var list = new FieldList();
        Visit(list);
        return list.Values;
    }
}

/// <summary>What an optimizer keeps for one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);

    public abstract void LoadStateDict(OptimizerState source);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void SaveStateDict(BinaryWriter writer);

    public virtual void to(Device device) => InitializeDevice(device);

    public virtual bool ApproximatelyEquals(OptimizerState other) =>
        other.GetType() == GetType() && Values() is { Count: > 0 } own && own.Zip(other.Values()).All(pair => pair.First is Tensor t
            ? pair.Second is Tensor u && t.allclose(u)
            : Equals(pair.First, pair.Second));

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor tensor) => new FieldWriter(writer).Optional(ref tensor);

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor result, Device device) =>
        new FieldReader(reader).Optional(ref result);

    private protected virtual void Visit(StateFields fields)
    {
    }

    private protected void Copy(OptimizerState source) => Visit(new FieldCopier(source.Values()));

    private protected void Read(BinaryReader reader) => Visit(new FieldReader(reader));

    private protected void Write(BinaryWriter writer) => Visit(new FieldWriter(writer));

    private protected void DisposeTensors()
    {
        foreach (object value in Values())
        {
            (value as Tensor)?.Dispose();
        }
    }

    /// <summary>A tensor of the parameter's shape that belongs to the state alone.</summary>
    private protected Tensor Filled(double value)
    {
        using var _ = no_grad();
        return torch.full_like(_parameter, value).DetachFromDisposeScope();
    }

    private List<object> Values()
    {
        var list = new FieldList();
        Visit(list);
        return list.Values;
    }
}

/// <summary>Parameters that share options.</summary>
public class ParamGroup : optim.ILearningRateController
{
    public ParamGroup()
    {
    }

    public OptimizerOptions Options { get; set; }

    public IEnumerable<Parameter> Parameters { get; set; }

    public double LearningRate
    {
        get => Options.LearningRate.Value;
        set => Options.LearningRate = value;
    }

    public double InitialLearningRate
    {
        get => Options.InitialLearningRate;
        set => Options.InitialLearningRate = value;
    }
}

public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    public ParamGroup()
    {
    }

    public ParamGroup(IEnumerable<Parameter> parameters, TOptions options = null)
    {
        Parameters = [.. parameters];
        base.Options = options;
    }

    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}
