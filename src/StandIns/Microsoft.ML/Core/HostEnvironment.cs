namespace Microsoft.ML.Runtime;

/// <summary>An environment or one of its hosts: names, random numbers and channels; messages go up to the root.</summary>
internal class HostEnvironment : IHost, IHostEnvironmentInternal
{
    private readonly HostEnvironment _root;
    private readonly string _name;
    private readonly Action<string, ChannelMessage> _log;

    /// <summary>The root.</summary>
    internal HostEnvironment(int? seed, Action<string, ChannelMessage> log)
    {
        _root = this;
        _log = log;
        Seed = seed;
        Rand = seed.HasValue ? new Random(seed.Value) : new Random();
        ComponentCatalog = new ComponentCatalog();
    }

    private HostEnvironment(HostEnvironment parent, string name, int? seed)
    {
        _root = parent._root;
        _name = parent._name == null ? name : $"{parent._name}; {name}";
        Seed = seed ?? parent.Seed;
        lock (parent.Rand)
            Rand = new Random(seed ?? parent.Rand.Next());
        ComponentCatalog = parent.ComponentCatalog;
    }

    public int? Seed { get; }

    public string TempFilePath => _root.TempPath;

    internal string TempPath { get; set; } = Path.GetTempPath();

    public Random Rand { get; }

    public ComponentCatalog ComponentCatalog { get; }

    public string ContextDescription => _name ?? "HostEnvironment";

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Check.NonEmpty(name, nameof(name));
        return new HostEnvironment(this, name, seed);
    }

    public IChannel Start(string name) => new Channel(this, Join(name));

    public IPipe<TMessage> StartPipe<TMessage>(string name)
    {
        if (typeof(TMessage) == typeof(ChannelMessage))
            return (IPipe<TMessage>)Start(name);
        throw new NotSupportedException($"Nothing listens to messages of type '{typeof(TMessage)}'.");
    }

    public IProgressChannel StartProgressChannel(string name)
    {
        Check.NonEmpty(name, nameof(name));
        return new ProgressChannel();
    }

    public TException Process<TException>(TException ex) where TException : Exception => ex;

    public void Log(string source, ChannelMessage message) => _root._log(source, message);

    private string Join(string name)
    {
        Check.NonEmpty(name, nameof(name));
        return _name == null ? name : $"{_name}; {name}";
    }
}

internal static class HostEnvironmentExtensions
{
    /// <summary>The seed given to the MLContext, or null. An environment that someone else wrote has none.</summary>
    internal static int? SeedOrNull(this IHostEnvironment env) => (env as IHostEnvironmentInternal)?.Seed;
}
