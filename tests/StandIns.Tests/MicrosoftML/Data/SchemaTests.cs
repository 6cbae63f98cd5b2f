using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.MicrosoftML.Data;

public sealed class SchemaTests
{
    private sealed class Handle
    {
        public int Number { get; init; }
    }

    private sealed class HandleType() : StructuredDataViewType(typeof(Handle))
    {
        public override bool Equals(DataViewType? other) => other is HandleType;
    }

    [Theory]
    [InlineData("Vector<Single, 1, 64, 32>", 1, 64, 32)]
    [InlineData("Vector<Single, *, 3>", 0, 3)]
    [InlineData("Vector<Single>", 0)]
    [InlineData("Vector<Single, 7>", 7)]
    public void Vector_type_shows_its_dimensions(string expected, params int[] dimensions)
    {
        var type = new VectorDataViewType(NumberDataViewType.Single, dimensions);

        Assert.Equal(expected, type.ToString());
        Assert.Equal(dimensions.Aggregate(1, (a, b) => a * b), type.Size);
        Assert.Equal(type, new VectorDataViewType(NumberDataViewType.Single, dimensions));
        Assert.NotEqual(type, new VectorDataViewType(NumberDataViewType.Double, dimensions));
    }

    [Fact]
    public void Key_type_counts_from_zero_in_its_name()
    {
        Assert.Equal("Key<UInt32, 0-4>", new KeyDataViewType(typeof(uint), 5).ToString());
        Assert.Throws<ArgumentException>(() => new KeyDataViewType(typeof(int), 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(byte), 256));
    }

    [Fact]
    public void Later_column_hides_the_earlier_of_its_name()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        builder.AddColumn("B", TextDataViewType.Instance);
        builder.AddColumn("A", NumberDataViewType.Double);
        DataViewSchema schema = builder.ToSchema();

        Assert.True(schema[0].IsHidden);
        Assert.Equal(2, schema["A"].Index);
        Assert.Null(schema.GetColumnOrNull("C"));
        Assert.Throws<ArgumentOutOfRangeException>(() => schema["C"]);
    }

    [Fact]
    public void Annotation_may_hold_a_users_own_type()
    {
        var handle = new Handle { Number = 5 };
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add("Handle", new HandleType(), (ref Handle value) => value = handle);
        var schemaBuilder = new DataViewSchema.Builder();
        schemaBuilder.AddColumn("Image", new VectorDataViewType(NumberDataViewType.Single, 1, 2, 2), builder.ToAnnotations());
        DataViewSchema.Column column = schemaBuilder.ToSchema()["Image"];

        Handle? read = null;
        column.Annotations.GetValue("Handle", ref read);
        Assert.Same(handle, read);
        Assert.Equal("Image: Vector<Single, 1, 2, 2> {Handle}", column.ToString());
        Assert.Throws<InvalidOperationException>(() => column.Annotations.GetValue("Other", ref read));
        Assert.Throws<ArgumentException>(() => builder.Add("Bad", NumberDataViewType.Int32, (Delegate)(ValueGetter<float>)((ref float value) => value = 1)));
    }

    [Fact]
    public void Row_ids_of_neighbours_differ_and_can_be_combined()
    {
        var ids = Enumerable.Range(0, 100).Select(i => new DataViewRowId((ulong)i, 0)).ToArray();
        var derived = ids.SelectMany(i => new[] { i, i.Fork(), i.Next(), i.Combine(ids[3]) });

        Assert.Equal(400, derived.Distinct().Count());
    }
}
