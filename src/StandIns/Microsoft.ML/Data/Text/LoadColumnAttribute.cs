namespace Microsoft.ML.Data;

/// <summary>Which fields of a line a member is read from, counted from 0.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class LoadColumnAttribute : Attribute
{
    public LoadColumnAttribute(int fieldIndex) => Sources = [new TextLoader.Range(fieldIndex)];

    public LoadColumnAttribute(int start, int end) => Sources = [new TextLoader.Range(start, end)];

    public LoadColumnAttribute(int[] columnIndexes) => Sources = [.. columnIndexes.Select(i => new TextLoader.Range(i))];

    internal TextLoader.Range[] Sources { get; }
}

/// <summary>Which fields a member is read from, by name. Only database loading uses it.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class LoadColumnNameAttribute : Attribute
{
    public LoadColumnNameAttribute(string fieldName) : this([fieldName])
    {
    }

    public LoadColumnNameAttribute(params string[] fieldNames) => Names = fieldNames;

    internal string[] Names { get; }
}
