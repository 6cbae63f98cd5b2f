using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The start of everything: catalogs, random numbers, log.</summary>
public sealed partial class MLContext : IHostEnvironment
{
    private readonly HostEnvironment _env;
    private readonly Dictionary<string, object> _options = [];
    private readonly Lock _gate = new();

    public MLContext(int? seed = null)
    {
        _env = new HostEnvironment(seed, OnMessage);
        Data = new DataOperationsCatalog(_env);
        Model = new ModelOperationsCatalog(_env);
        Transforms = new TransformsCatalog(_env);
        BinaryClassification = new BinaryClassificationCatalog(_env);
        MulticlassClassification = new MulticlassClassificationCatalog(_env);
        Clustering = new ClusteringCatalog(_env);
    }

    /// <summary>Called for every message of every channel, on the thread that sends it.</summary>
    public event EventHandler<LoggingEventArgs> Log;

    public DataOperationsCatalog Data { get; }

    public ModelOperationsCatalog Model { get; }

    public TransformsCatalog Transforms { get; }

    public BinaryClassificationCatalog BinaryClassification { get; }

    public MulticlassClassificationCatalog MulticlassClassification { get; }

    public ClusteringCatalog Clustering { get; }

    public ComponentCatalog ComponentCatalog => _env.ComponentCatalog;

    public string TempFilePath
    {
        get => _env.TempPath;
        set => _env.TempPath = value;
    }

    public int? GpuDeviceId { get; set; }

    public bool FallbackToCpu { get; set; } = true;

    string IExceptionContext.ContextDescription => _env.ContextDescription;

    public bool TryAddOption<T>(string name, T value)
    {
        lock (_gate)
            return _options.TryAdd(name, value);
    }

    public void SetOption<T>(string name, T value)
    {
        lock (_gate)
            _options[name] = value;
    }

    public bool TryGetOption<T>(string name, out T value)
    {
        lock (_gate)
        {
            bool found = _options.TryGetValue(name, out object stored);
            value = found ? (T)stored : default;
            return found;
        }
    }

    public T GetOptionOrDefault<T>(string name) => TryGetOption(name, out T value) ? value : default;

    public bool RemoveOption(string name)
    {
        lock (_gate)
            return _options.Remove(name);
    }

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => _env.Register(name, seed, verbose);

    IChannel IChannelProvider.Start(string name) => _env.Start(name);

    IPipe<TMessage> IChannelProvider.StartPipe<TMessage>(string name) => _env.StartPipe<TMessage>(name);

    IProgressChannel IProgressChannelProvider.StartProgressChannel(string name) => _env.StartProgressChannel(name);

    TException IExceptionContext.Process<TException>(TException ex) => _env.Process(ex);

    private void OnMessage(string source, ChannelMessage message) => Log?.Invoke(this, new LoggingEventArgs(message.Message, message.Kind, source));
}
