using System.Collections;

namespace FellowOakDicom;

/// <summary>Items, sorted by tag. Reading is safe from several threads.</summary>
public partial class DicomDataset : IEnumerable<DicomItem>, IEquatable<DicomDataset>
{
    // A tree: a file may have its tags in any order, and many of them.
    private readonly SortedDictionary<uint, DicomItem> _items = [];

    public DicomDataset()
        : this(DicomTransferSyntax.ExplicitVRLittleEndian)
    {
    }

    public DicomDataset(DicomTransferSyntax internalTransferSyntax) => InternalTransferSyntax = internalTransferSyntax;

    public DicomDataset(params DicomItem[] items)
        : this((IEnumerable<DicomItem>)items)
    {
    }

    public DicomDataset(IEnumerable<DicomItem> items)
        : this()
    {
        foreach (var item in items)
        {
            _items[item.Tag.Number] = item;
        }
    }

    /// <summary>How the data set was written: what <see cref="Imaging.DicomPixelData"/> goes by.</summary>
    public DicomTransferSyntax InternalTransferSyntax
    {
        get;
        internal set
        {
            field = value;
            foreach (var item in this.OfType<DicomSequence>().SelectMany(sequence => sequence.Items))
            {
                item.InternalTransferSyntax = value;
            }
        }
    }

    public IEnumerator<DicomItem> GetEnumerator() => _items.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Contains(DicomTag tag) => _items.ContainsKey(tag.Number);

    /// <exception cref="ArgumentException">The data set has such an item.</exception>
    public DicomDataset Add(params DicomItem[] items) => Add((IEnumerable<DicomItem>)items);

    /// <exception cref="ArgumentException">The data set has such an item.</exception>
    public DicomDataset Add(IEnumerable<DicomItem> items)
    {
        foreach (var item in items)
        {
            Add(item);
        }
        return this;
    }

    /// <exception cref="ArgumentException">The data set has such an item.</exception>
    public DicomDataset Add(DicomItem item)
    {
        if (!_items.TryAdd(item.Tag.Number, item))
        {
            throw new ArgumentException($"The data set has an item {item.Tag} already.", nameof(item));
        }
        return this;
    }

    public DicomDataset AddOrUpdate(params DicomItem[] items) => AddOrUpdate((IEnumerable<DicomItem>)items);

    public DicomDataset AddOrUpdate(IEnumerable<DicomItem> items)
    {
        foreach (var item in items)
        {
            AddOrUpdate(item);
        }
        return this;
    }

    public DicomDataset AddOrUpdate(DicomItem item)
    {
        _items[item.Tag.Number] = item;
        return this;
    }

    /// <summary>Adds values under the value representation that the dictionary gives the tag.</summary>
    public DicomDataset Add<T>(DicomTag tag, params T[] values) => Add(ItemFactory.Create(ValueRepresentations.Of(tag), tag, values));

    /// <summary>Adds values, or puts them in the place of those there are.</summary>
    public DicomDataset AddOrUpdate<T>(DicomTag tag, params T[] values) => AddOrUpdate(ItemFactory.Create(ValueRepresentations.Of(tag), tag, values));

    public DicomDataset Remove(params DicomTag[] tags)
    {
        foreach (var tag in tags)
        {
            _items.Remove(tag.Number);
        }
        return this;
    }

    /// <summary>Puts all items, not copies of them, into another data set.</summary>
    public DicomDataset CopyTo(DicomDataset destination)
    {
        destination?.AddOrUpdate(this);
        return this;
    }

    /// <summary>Puts the items of some tags, not copies of them, into another data set.</summary>
    public DicomDataset CopyTo(DicomDataset destination, params DicomTag[] tags)
    {
        destination?.AddOrUpdate(tags.Select(tag => _items.GetValueOrDefault(tag.Number)).Where(item => item is not null));
        return this;
    }

    /// <summary>The same object, as the real library has it unless told otherwise.</summary>
    public bool Equals(DicomDataset other) => ReferenceEquals(this, other);

    public override bool Equals(object obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => base.GetHashCode();

    public override string ToString() => $"DICOM Dataset [{_items.Count} items]";
}
