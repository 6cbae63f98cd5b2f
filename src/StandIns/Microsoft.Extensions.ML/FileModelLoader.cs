using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>A model in a file, loaded anew when the file changes. A file that cannot be loaded then is logged, and the model stays what it was.</summary>
internal sealed class FileModelLoader(IOptions<MLOptions> options, ILogger<FileModelLoader> logger) : ModelLoader, IDisposable
{
    private const int MostAttempts = 100;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);
    private readonly Lock _loading = new();
    private string _path;
    private FileSystemWatcher _watcher;
    private ModelReloadToken _token;
    private volatile ITransformer _model;

    public override ITransformer GetModel() => _model ?? throw NotStarted();

    public override IChangeToken GetReloadToken() => Volatile.Read(ref _token) ?? throw NotStarted();

    public void Dispose() => _watcher?.Dispose();

    internal void Start(string path, bool watch)
    {
        if (!File.Exists(path))
            throw new ArgumentException($"The provided model file {path} doesn't exist.");
        _path = Path.GetFullPath(path);
        _token = new ModelReloadToken();
        Load();
        if (!watch)
            return;
        _watcher = new FileSystemWatcher(Path.GetDirectoryName(_path), Path.GetFileName(_path));
        _watcher.Changed += (_, _) => Reload();
        _watcher.EnableRaisingEvents = true;
    }

    private static InvalidOperationException NotStarted() => new("Start must be called on a ModelLoader before it can be used.");

    private void Reload()
    {
        try
        {
            lock (_loading)
                Load();
        }
        catch (Exception error)
        {
            logger.LogError(error, "The model file '{Path}' could not be loaded anew", _path);
            return;
        }
        Interlocked.Exchange(ref _token, new ModelReloadToken()).OnReload();
        logger.LogInformation("The model file '{Path}' was loaded anew", _path);
    }

    private void Load()
    {
        using var stream = Open();
        _model = options.Value.MLContext.Model.Load(stream, out _);
    }

    /// <summary>Opens the file when whoever writes it has finished.</summary>
    private FileStream Open()
    {
        for (int attempt = 1; ; attempt++)
            try
            {
                return new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read);
            }
            catch (IOException) when (attempt < MostAttempts)
            {
                Thread.Sleep(BetweenAttempts);
            }
    }
}
