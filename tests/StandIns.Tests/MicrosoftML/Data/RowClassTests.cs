using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.MicrosoftML.Data;

/// <summary>LoadFromEnumerable and CreateEnumerable.</summary>
public sealed class RowClassTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Row
    {
        public string? Text { get; set; }
        public float[]? Numbers { get; set; }
        [VectorType(1, 2, 2)] public VBuffer<float> Image { get; set; }
        [KeyType(3)] public uint Key { get; set; }
        [ColumnName("Renamed")] public int Number;
        [NoColumn] public object? Ignored { get; set; }
        public string[]? Texts { get; set; }
    }

    private sealed class Tag(string name)
    {
        public string Name { get; } = name;
    }

    private sealed class TagTypeAttribute : DataViewTypeAttribute
    {
        public override bool Equals(DataViewTypeAttribute? other) => other is TagTypeAttribute;

        public override void Register() => DataViewTypeManager.Register(new TagType(), typeof(Tag), this);
    }

    private sealed class TagType() : StructuredDataViewType(typeof(Tag))
    {
        public override bool Equals(DataViewType? other) => other is TagType;
    }

    private sealed class Tagged
    {
        [TagType] public Tag? Tag { get; set; }
        public int Id { get; set; }
    }

    private static Row[] Rows => [.. Enumerable.Range(0, 4).Select(i => new Row
    {
        Text = i == 0 ? null : $"row {i}",
        Numbers = [.. Enumerable.Range(0, i).Select(n => (float)n)],
        Image = new VBuffer<float>(4, [i, 1, 2, 3]),
        Key = (uint)i,
        Number = -i,
        Texts = ["a", $"{i}"],
    })];

    [Fact]
    public void Members_become_columns_of_their_types()
    {
        DataViewSchema schema = _ml.Data.LoadFromEnumerable(Rows).Schema;

        // Fields come before properties.
        Assert.Equal(["Renamed", "Text", "Numbers", "Image", "Key", "Texts"], schema.Select(c => c.Name));
        Assert.Equal(
            ["Int32", "String", "Vector<Single>", "Vector<Single, 1, 2, 2>", "Key<UInt32, 0-2>", "Vector<String>"],
            schema.Select(c => $"{c.Type}"));
    }

    [Fact]
    public void Rows_come_back_as_given_but_keys_are_counted_from_one()
    {
        Row[] read = [.. _ml.Data.CreateEnumerable<Row>(_ml.Data.LoadFromEnumerable(Rows), reuseRowObject: false)];

        Assert.Equal(["", "row 1", "row 2", "row 3"], read.Select(r => r.Text));
        Assert.Equal([0, 1, 2], read[3].Numbers!);
        Assert.Equal([3, 1, 2, 3], read[3].Image.DenseValues());
        Assert.Equal([0, -1, -2, -3], read.Select(r => r.Number));
        Assert.Equal(["a", "2"], read[2].Texts!);
        // Given counted from 0, stored and read counted from 1; the key 3 of [0, 3) is out of range, so missing.
        Assert.Equal([1u, 2u, 3u, 0u], read.Select(r => r.Key));
    }

    [Fact]
    public void Kept_values_are_not_overwritten_by_later_rows()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows);

        Assert.Equal([0, 1, 2, 3], data.GetColumn<VBuffer<float>>("Image").ToList().Select(v => v.GetItemOrDefault(0)));
        Assert.Equal([0, 1, 2, 3], _ml.Data.CreateEnumerable<Row>(data, false).ToList().Select(r => r.Image.GetItemOrDefault(0)));
        Assert.Equal("row 2", data.GetColumn<string>("Text").ElementAt(2));
        Assert.Equal([0f, 1f], data.GetColumn<float[]>("Numbers").ElementAt(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.GetColumn<double>("Text"));
    }

    [Fact]
    public void Definition_changes_names_types_and_annotations()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Numbers)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 4, 4);
        definition[nameof(Row.Numbers)].AddAnnotation("Note", "deep".AsMemory(), TextDataViewType.Instance);
        definition[nameof(Row.Numbers)].AddAnnotation("SlotNames", new[] { "x", "y" }, new VectorDataViewType(TextDataViewType.Instance, 2));
        definition[nameof(Row.Numbers)].ColumnName = "Pixels";
        DataViewSchema.Column column = _ml.Data.LoadFromEnumerable(Rows, definition).Schema["Pixels"];

        ReadOnlyMemory<char> note = default;
        column.Annotations.GetValue("Note", ref note);
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue("SlotNames", ref names);
        Assert.Equal("deep", note.ToString());
        Assert.Equal(["x", "y"], names.DenseValues().Select(n => n.ToString()));
        Assert.Equal("Vector<Single, 1, 4, 4>", column.Type.ToString());
        Assert.Throws<ArgumentException>(() => definition["Pixels"].AddAnnotation("Bad", 1, TextDataViewType.Instance));
    }

    [Fact]
    public void Users_own_types_pass_through()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Tagged { Tag = new Tag("first"), Id = 1 }]);

        Assert.IsType<TagType>(data.Schema["Tag"].Type);
        Assert.Equal("first", data.GetColumn<Tag>("Tag").Single().Name);
        Assert.Equal("first", _ml.Data.CreateEnumerable<Tagged>(data, false).Single().Tag!.Name);
        // A cache holds no objects of users' own types: the column is not there.
        Assert.Equal(["Id"], _ml.Data.Cache(data).Schema.Select(c => c.Name));
    }

    [Fact]
    public void Missing_and_wrong_columns_are_named()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Tagged { Id = 7 }]);

        Assert.Contains("Renamed", Assert.Throws<InvalidOperationException>(() => _ml.Data.CreateEnumerable<Row>(data, false)).Message);
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Tagged));
        definition["Id"].ColumnType = NumberDataViewType.Single;
        Assert.Contains("Id", Assert.Throws<ArgumentException>(() => _ml.Data.LoadFromEnumerable(Array.Empty<Tagged>(), definition)).Message);
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Id"]]);
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(data.Schema["Id"]));
        Assert.Throws<ArgumentException>(() => cursor.GetGetter<Tag>(data.Schema["Tag"]));
    }

    [Fact]
    public void Cursors_allocate_nothing_for_a_row()
    {
        Row[] rows = [.. Enumerable.Range(0, 10_000).Select(i => new Row { Numbers = [i, 1, 2], Text = "t" })];
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        Read(data);

        long before = GC.GetAllocatedBytesForCurrentThread();
        double sum = Read(data);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // The sum of 0 to 9,999, and three slots more for each row.
        Assert.Equal(49_995_000 + 30_000, sum);
        // Opening a cursor costs about 20 kB; an object for each row would be 240 kB at least.
        Assert.True(allocated < 60_000, $"{allocated} bytes");

        static double Read(IDataView data)
        {
            using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
            var get = cursor.GetGetter<VBuffer<float>>(data.Schema["Numbers"]);
            VBuffer<float> value = default;
            double sum = 0;
            while (cursor.MoveNext())
            {
                get(ref value);
                sum += value.GetItemOrDefault(0) + value.Length;
            }
            return sum;
        }
    }
}
