namespace TorchSharp;

public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager _manager;
    private readonly DisposeScope? _outer;
    private HashSet<IDisposable> _items = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope(DisposeScopeManager manager)
    {
        _manager = manager;
        _outer = manager.Innermost;
    }

    public IReadOnlyList<IDisposable> DisposablesView => [.. _items];

    public int DisposablesCount => _items.Count;

    internal void Add(IDisposable item) => _items.Add(item);

    internal void Replace(IDisposable item, IDisposable by)
    {
        if (_items.Remove(item))
        {
            _items.Add(by);
        }
    }

    public void Attach(IDisposable disposable) => Take(this, disposable);

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        IDisposable[] all = [.. disposables];
        Array.ForEach(all, Attach);
        return all;
    }

    public bool Contains(IDisposable disposable) => _items.Contains(disposable);

    public T Detach<T>(T disposable) where T : IDisposable
    {
        Detach([disposable]);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        Detach([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        Detach([first, second, third]);
        return (first, second, third);
    }

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var item in disposables)
        {
            if (_items.Remove(item))
            {
                _manager.Counts.DetachedFromScopeCount++;
                Own(item, null);
            }
        }
    }

    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(_outer, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        MoveToOther(_outer, first, second);

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => MoveToOther(_outer, first, second, third);

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(_outer, (IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(_outer, disposables);

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        Move(scope, disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        Move(scope, first);
        Move(scope, second);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        Move(scope, first);
        Move(scope, second);
        Move(scope, third);
        return (first, second, third);
    }

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var item in disposables)
        {
            Move(scope, item);
        }
    }

    private void Move(DisposeScope? scope, IDisposable item)
    {
        if (_items.Remove(item))
        {
            Take(scope, item);
        }
    }

    private static void Take(DisposeScope? scope, IDisposable item)
    {
        scope?._items.Add(item);
        Own(item, scope);
    }

    private static void Own(IDisposable item, DisposeScope? scope)
    {
        if (item is torch.Tensor tensor)
        {
            tensor.Scope = scope;
        }
    }

    public void DisposeEverything() => DisposeEverythingBut((IEnumerable<IDisposable>)[]);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var all = _items;
        _items = new(inKeep, ReferenceEqualityComparer.Instance);
        foreach (var item in all)
        {
            if (_items.Contains(item))
            {
                continue;
            }

            // The item need not tell the scope that it is gone.
            Own(item, null);
            if (item is torch.Tensor tensor)
            {
                if (!tensor.IsInvalid)
                {
                    _manager.Counts.DisposedInScopeCount++;
                    tensor.Free();
                }
            }
            else
            {
                _manager.Counts.DisposedInScopeCount++;
                item.Dispose();
            }
        }
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    public void MarkAsDisposed(IDisposable disposable)
    {
        _manager.Counts.DisposedInScopeCount++;
        _items.Remove(disposable);
        Own(disposable, null);
    }

    public void Dispose()
    {
        DisposeEverything();
        _manager.Innermost = _outer;
    }
}
