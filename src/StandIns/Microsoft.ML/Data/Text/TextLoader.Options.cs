namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>Fields <see cref="Min"/> to <see cref="Max"/> of a line, counted from 0.</summary>
    public sealed class Range
    {
        public int Min;

        /// <summary>Null: to the end of the line.</summary>
        public int? Max;
        public bool AutoEnd;
        public bool VariableEnd;
        public bool AllOther;

        /// <summary>Whether one field makes a vector of one slot.</summary>
        public bool ForceVector;

        public Range()
        {
        }

        public Range(int index) : this(index, index)
        {
        }

        public Range(int min, int? max)
        {
            Check.Param(min >= 0, nameof(min), $"A field index must not be negative, but is {min}.");
            Check.Param(max is null || max >= min, nameof(max), $"A range's end must not come before its start {min}, but is {max}.");
            Min = min;
            Max = max;
            AutoEnd = max == null;
        }
    }

    public sealed class Column
    {
        public string Name;
        public Range[] Source;

        /// <summary>The number of keys, when the column is a key.</summary>
        public KeyCount KeyCount;

        public Column()
        {
        }

        public Column(string name, DataKind dataKind, int index) : this(name, dataKind, [new Range(index)])
        {
        }

        public Column(string name, DataKind dataKind, int minIndex, int maxIndex) : this(name, dataKind, [new Range(minIndex, maxIndex)])
        {
        }

        public Column(string name, DataKind dataKind, Range[] source, KeyCount keyCount = null)
        {
            Check.NonEmpty(name, nameof(name));
            Check.NonEmpty(source, nameof(source));
            Name = name;
            DataKind = dataKind;
            Source = source;
            KeyCount = keyCount;
        }

        public DataKind DataKind { get; set; } = DataKind.Single;
    }

    public class Options
    {
        public bool AllowQuoting;
        public bool AllowSparse;
        public Column[] Columns;
        public char DecimalMarker = '.';
        public char EscapeChar = '"';
        public bool HasHeader;

        /// <summary>A file whose first line names the fields.</summary>
        public string HeaderFile;

        /// <summary>The number of fields, for ranges to the end of the line; null to count those of the first line.</summary>
        public int? InputSize;
        public long? MaxRows;

        /// <summary>Whether an empty field is NaN rather than 0 in a floating-point column.</summary>
        public bool MissingRealsAsNaNs;

        /// <summary>Whether a quoted field may go on over the end of a line.</summary>
        public bool ReadMultilines;
        public char[] Separators = ['\t'];
        public bool TrimWhitespace;
        public bool UseThreads = true;

        public Options()
        {
        }
    }
}

public sealed class KeyCount
{
    public ulong? Count;

    public KeyCount()
    {
    }

    public KeyCount(ulong count)
    {
        Check.Param(count > 0, nameof(count), "There must be at least one key.");
        Count = count;
    }
}
