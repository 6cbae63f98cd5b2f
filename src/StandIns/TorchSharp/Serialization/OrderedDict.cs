#nullable disable
using System.Collections;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps the order of insertion.</summary>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)>
{
    private readonly OrderedDictionary<TKey, TValue> _items = [];

    public int Count => _items.Count;

    public bool IsReadOnly => false;

    public ICollection<TKey> Keys => _items.Keys;

    public ICollection<TValue> Values => _items.Values;

    public TValue this[TKey key]
    {
        get => _items[key];
        set => _items[key] = value;
    }

    public (TKey, TValue) this[int index]
    {
        get => At(index);
        set
        {
            _items.RemoveAt(index);
            _items.Insert(index, value.Item1, value.Item2);
        }
    }

    public void Add(TKey key, TValue value) => _items.Add(key, value);

    public void Add((TKey, TValue) item) => _items.Add(item.Item1, item.Item2);

    public void Add(KeyValuePair<TKey, TValue> item) => _items.Add(item.Key, item.Value);

    public void Insert(int index, (TKey, TValue) item) => _items.Insert(index, item.Item1, item.Item2);

    public bool ContainsKey(TKey key) => _items.ContainsKey(key);

    public bool Contains((TKey, TValue) item) => IndexOf(item) >= 0;

    public bool Contains(KeyValuePair<TKey, TValue> item) => IndexOf((item.Key, item.Value)) >= 0;

    public int IndexOf((TKey, TValue) item)
    {
        int at = _items.IndexOf(item.Item1);
        return at >= 0 && Equals(_items.GetAt(at).Value, item.Item2) ? at : -1;
    }

    public bool TryGetValue(TKey key, out TValue value) => _items.TryGetValue(key, out value);

    public bool Remove(TKey key) => _items.Remove(key);

    public bool Remove((TKey, TValue) item) => Contains(item) && _items.Remove(item.Item1);

    public bool Remove(KeyValuePair<TKey, TValue> item) => Remove((item.Key, item.Value));

    public void RemoveAt(int index) => _items.RemoveAt(index);

    public void Clear() => _items.Clear();

    public void clear() => _items.Clear();

    public void CopyTo((TKey, TValue)[] array, int arrayIndex)
    {
        foreach (var item in this)
        {
            array[arrayIndex++] = item;
        }
    }

    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach (var item in _items)
        {
            array[arrayIndex++] = item;
        }
    }

    public IEnumerator<(TKey, TValue)> items() => GetEnumerator();

    public IEnumerable<TKey> keys() => _items.Keys;

    public IEnumerable<TValue> values() => _items.Values;

    public IEnumerator<(TKey, TValue)> GetEnumerator()
    {
        foreach (var item in _items)
        {
            yield return (item.Key, item.Value);
        }
    }

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private (TKey, TValue) At(int index)
    {
        var item = _items.GetAt(index);
        return (item.Key, item.Value);
    }
}
