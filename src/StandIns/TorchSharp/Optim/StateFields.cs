#nullable disable
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Walks over what an optimizer's options or a parameter's state hold, in the order of the saved format.</summary>
internal abstract class StateFields
{
    internal abstract void Number(ref double? value);

    internal abstract void Flag(ref bool? value);

    internal abstract void Count(ref long value);

    internal abstract void Real(ref double value);

    internal abstract void Tensor(ref Tensor value);

    /// <summary>A tensor that need not be there; the format says whether it is.</summary>
    internal abstract void Optional(ref Tensor value);
}

internal sealed class FieldWriter(BinaryWriter writer) : StateFields
{
    internal override void Number(ref double? value) => writer.Write(value.Value);

    internal override void Flag(ref bool? value) => writer.Write(value.Value);

    internal override void Count(ref long value) => writer.Write(value);

    internal override void Real(ref double value) => writer.Write(value);

    internal override void Tensor(ref Tensor value) => value.Save(writer);

    internal override void Optional(ref Tensor value)
    {
        writer.Write(value is not null);
        value?.Save(writer);
    }
}

internal sealed class FieldReader(BinaryReader reader) : StateFields
{
    internal override void Number(ref double? value) => value = reader.ReadDouble();

    internal override void Flag(ref bool? value) => value = reader.ReadBoolean();

    internal override void Count(ref long value) => value = reader.ReadInt64();

    internal override void Real(ref double value) => value = reader.ReadDouble();

    internal override void Tensor(ref Tensor value) => value.Load(reader);

    internal override void Optional(ref Tensor value)
    {
        Tensor read = reader.ReadBoolean() ? TensorExtensionMethods.Load(reader).DetachFromDisposeScope() : null;
        value?.Dispose();
        value = read;
    }
}

/// <summary>The values themselves, boxed.</summary>
internal sealed class FieldList : StateFields
{
    internal List<object> Values { get; } = [];

    internal override void Number(ref double? value) => Values.Add(value);

    internal override void Flag(ref bool? value) => Values.Add(value);

    internal override void Count(ref long value) => Values.Add(value);

    internal override void Real(ref double value) => Values.Add(value);

    internal override void Tensor(ref Tensor value) => Values.Add(value);

    internal override void Optional(ref Tensor value) => Values.Add(value);
}

/// <summary>Takes over the values of another object of the same type: all, with copies of its tensors, or only the numbers that are missing.</summary>
internal sealed class FieldCopier(List<object> values, bool onlyMissing = false) : StateFields
{
    private int _next;

    internal override void Number(ref double? value)
    {
        var other = (double?)values[_next++];
        value = onlyMissing ? value ?? other : other;
    }

    internal override void Flag(ref bool? value)
    {
        var other = (bool?)values[_next++];
        value = onlyMissing ? value ?? other : other;
    }

    internal override void Count(ref long value) => value = (long)values[_next++];

    internal override void Real(ref double value) => value = (double)values[_next++];

    internal override void Tensor(ref Tensor value) => Optional(ref value);

    internal override void Optional(ref Tensor value)
    {
        value?.Dispose();
        value = ((Tensor)values[_next++])?.clone().DetachFromDisposeScope();
    }
}
