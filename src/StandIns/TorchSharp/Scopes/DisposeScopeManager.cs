#nullable disable
namespace TorchSharp;

public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager s_current;

    internal static DisposeScopeManager Current => s_current ??= new DisposeScopeManager();

    internal DisposeScope Innermost { get; set; }

    internal ThreadDisposeScopeStatistics Counts { get; } = new();

    public static ThreadDisposeScopeStatistics Statistics => Current.Counts;

    /// <summary>Counts a new tensor and gives the scope that takes it, or null.</summary>
    internal static DisposeScope Register(IDisposable created)
    {
        var manager = Current;
        if (manager.Innermost is not { } scope)
        {
            manager.Counts.CreatedOutsideScopeCount++;
            return null;
        }

        manager.Counts.CreatedInScopeCount++;
        scope.Add(created);
        return scope;
    }

    internal static DisposeScope Open() => Current.Innermost = new DisposeScope(Current);
}
