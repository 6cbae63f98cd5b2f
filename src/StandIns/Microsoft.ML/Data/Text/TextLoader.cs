using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reads data views from text files, a row a line.</summary>
public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly TextColumn[] _columns;
    private readonly DataViewSchema _schema;

    internal TextLoader(IHostEnvironment env, Options options, IMultiStreamSource dataSample)
    {
        Check.Value(options, nameof(options));
        options = WithComment(options, dataSample);
        Check.NonEmpty(options.Separators, "separators");
        _host = env.Register(nameof(TextLoader));
        _options = options;
        string[] header = TextLines.Header(dataSample, options);
        bool openEnded = options.Columns?.Any(c => c.Source?.Any(r => r.AutoEnd || r.AllOther) == true) == true;
        int? fieldCount = options.InputSize ?? (openEnded ? header?.Length ?? CountFields(dataSample, options) : null);
        _columns = TextColumn.Create(options, fieldCount);
        var builder = new DataViewSchema.Builder();
        foreach (TextColumn column in _columns)
            builder.AddColumn(column.Name, column.Type, column.Annotations(header));
        _schema = builder.ToSchema();
    }

    public DataViewSchema GetOutputSchema() => _schema;

    public IDataView Load(IMultiStreamSource source)
    {
        Check.Value(source, nameof(source));
        return new View(this, source);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        throw new NotSupportedException("A text loader cannot be saved: save the model with the schema of its input.");

    /// <summary>The options with columns from the attributes of a class.</summary>
    internal static Options ForType(Type type, Options options)
    {
        Check.Param(options.Columns == null, nameof(options), "Columns come from the class: leave options.Columns empty.");
        var columns = new List<Column>();
        foreach (MemberInfo member in Members.Of(type, SchemaDefinition.Direction.Both))
        {
            if (member.GetCustomAttribute<LoadColumnAttribute>() is not { } load)
                continue;
            DataViewType columnType = Members.ColumnType(member);
            DataViewType item = columnType is VectorDataViewType vector ? vector.ItemType : columnType;
            DataKind kind = item.RawType == typeof(ReadOnlyMemory<char>) ? DataKind.String : item.RawType.ToDataKind()
                ?? throw new ArgumentException($"Member {member.Name} of type '{columnType}' cannot be read from text.", nameof(type));
            Range[] sources = Array.ConvertAll(load.Sources, r => new Range(r.Min, r.Max) { ForceVector = columnType is VectorDataViewType });
            KeyCount keys = item is KeyDataViewType key ? new KeyCount(key.Count) : null;
            columns.Add(new Column(member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name, kind, sources, keys));
        }
        Check.Param(columns.Count > 0, nameof(type), $"No public field or property of '{type}' has a LoadColumn attribute.");
        return new Options
        {
            Columns = [.. columns],
            AllowQuoting = options.AllowQuoting,
            AllowSparse = options.AllowSparse,
            DecimalMarker = options.DecimalMarker,
            EscapeChar = options.EscapeChar,
            HasHeader = options.HasHeader,
            HeaderFile = options.HeaderFile,
            InputSize = options.InputSize,
            MaxRows = options.MaxRows,
            MissingRealsAsNaNs = options.MissingRealsAsNaNs,
            ReadMultilines = options.ReadMultilines,
            Separators = options.Separators,
            TrimWhitespace = options.TrimWhitespace,
        };
    }

    /// <summary>Options that say nothing of the layout are taken from the comment that the file begins with, if there is one.</summary>
    private static Options WithComment(Options options, IMultiStreamSource sample)
    {
        bool saysNothing = options.Columns == null && !options.AllowQuoting && !options.AllowSparse && options.DecimalMarker == '.' && options.EscapeChar == '"'
            && !options.HasHeader && options.InputSize == null && !options.MissingRealsAsNaNs && !options.ReadMultilines
            && options.Separators is ['\t'] && !options.TrimWhitespace;
        if (!saysNothing || sample is not { Count: > 0 } || TextLoaderComment.Read(sample) is not { } found)
            return options;
        (found.HeaderFile, found.MaxRows, found.UseThreads) = (options.HeaderFile, options.MaxRows, options.UseThreads);
        return found;
    }

    private static int? CountFields(IMultiStreamSource source, Options options)
    {
        if (source == null)
            return null;
        using var lines = new TextLines(source, options);
        return lines.MoveNext() ? lines.Fields.Count : null;
    }

    private sealed class View : IDataView
    {
        private readonly TextLoader _loader;
        private readonly IMultiStreamSource _source;

        internal View(TextLoader loader, IMultiStreamSource source)
        {
            _loader = loader;
            _source = source;
        }

        public bool CanShuffle => false;

        public DataViewSchema Schema => _loader._schema;

        public long? GetRowCount() => null;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
            new Cursor(_loader, _source, ActiveColumns.Of(Schema, columnsNeeded));

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly TextLoader _loader;
        private readonly TextLines _lines;
        private readonly bool[] _active;
        private readonly Delegate[] _getters;
        private long _position = -1;
        private long _badValues;
        private bool _done;

        internal Cursor(TextLoader loader, IMultiStreamSource source, bool[] active)
        {
            _loader = loader;
            _lines = new TextLines(source, loader._options);
            _active = active;
            _getters = new Delegate[active.Length];
            for (int i = 0; i < active.Length; i++)
            {
                if (active[i])
                    _getters[i] = loader._columns[i].CreateGetter(_lines.Fields, () => _badValues++);
            }
        }

        public override DataViewSchema Schema => _loader._schema;

        public override long Position => _done ? -1 : _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            if (_done)
                return false;
            _done = !_lines.MoveNext();
            _position++;
            return !_done;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Check.Active(this, column);
            return Check.Getter<TValue>(_getters[column.Index], column);
        }

        protected override void Dispose(bool disposing)
        {
            if (!disposing)
                return;
            _lines.Dispose();
            if (_badValues == 0)
                return;
            using IChannel channel = _loader._host.Start("Cursor");
            channel.Warning(MessageSensitivity.None, "{0} values could not be read as their column's type and were taken as missing.", _badValues);
        }
    }
}
