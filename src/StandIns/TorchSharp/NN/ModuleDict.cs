#nullable disable
using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules by name, in the order they were added.</summary>
public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)> where T : nn.Module
{
    public ModuleDict()
        : base(nameof(ModuleDict<T>))
    {
    }

    public int Count => _internal_submodules.Count;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => [.. _internal_submodules.Keys];

    public ICollection<T> Values => [.. _internal_submodules.Values.Cast<T>()];

    public T this[string key]
    {
        get => (T)_internal_submodules[key];
        set
        {
            _internal_submodules.Remove(key);
            register_module(key, value);
        }
    }

    public (string, T) this[int index]
    {
        get => (_internal_submodules[index].Item1, (T)_internal_submodules[index].Item2);
        set => _internal_submodules[index] = value;
    }

    public void Add(string key, T value) => register_module(key, value);

    public void Add((string, T) item) => Add(item.Item1, item.Item2);

    public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);

    public void Insert(int index, (string, T) item) => _internal_submodules.Insert(index, item);

    public bool ContainsKey(string key) => _internal_submodules.ContainsKey(key);

    public bool Contains((string, T) item) => _internal_submodules.Contains(item);

    public bool Contains(KeyValuePair<string, T> item) => Contains((item.Key, item.Value));

    public int IndexOf((string, T) item) => _internal_submodules.IndexOf(item);

    public bool TryGetValue(string key, out T value)
    {
        bool found = _internal_submodules.TryGetValue(key, out var module);
        value = (T)module;
        return found;
    }

    public bool Remove(string key) => _internal_submodules.Remove(key);

    public bool Remove((string, T) item) => _internal_submodules.Remove(item);

    public bool Remove(KeyValuePair<string, T> item) => Remove((item.Key, item.Value));

    public void RemoveAt(int index) => _internal_submodules.RemoveAt(index);

    public void Clear() => ClearModules();

    public void clear() => ClearModules();

    public void CopyTo((string, T)[] array, int arrayIndex)
    {
        foreach (var item in this)
        {
            array[arrayIndex++] = item;
        }
    }

    public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex)
    {
        foreach (var (key, value) in this)
        {
            array[arrayIndex++] = new(key, value);
        }
    }

    public IEnumerator<(string, T)> items() => GetEnumerator();

    public IEnumerable<string> keys() => Keys;

    public IEnumerable<T> values() => Values;

    public IEnumerator<(string, T)> GetEnumerator()
    {
        foreach (var (key, module) in _internal_submodules)
        {
            yield return (key, (T)module);
        }
    }

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator()
    {
        foreach (var (key, value) in this)
        {
            yield return new(key, value);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected override void RegisterComponents()
    {
    }
}
