using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>Engines for many threads: each call rents one, so that no two threads use the same at a time.</summary>
public class PredictionEnginePool<TData, TPrediction>
    where TData : class
    where TPrediction : class, new()
{
    private readonly ConcurrentDictionary<string, Lazy<EnginePool<TData, TPrediction>>> _named = new();
    private readonly EnginePool<TData, TPrediction> _default;
    private readonly IOptionsFactory<PredictionEnginePoolOptions<TData, TPrediction>> _options;
    private readonly MLContext _context;

    public PredictionEnginePool(
        IServiceProvider serviceProvider,
        IOptions<MLOptions> mlContextOptions,
        IOptionsFactory<PredictionEnginePoolOptions<TData, TPrediction>> predictionEngineOptions)
    {
        _context = mlContextOptions.Value.MLContext;
        _options = predictionEngineOptions;
        if (_options.Create(string.Empty).ModelLoader is { } loader)
            _default = new(_context, loader);
    }

    public ITransformer GetModel() => Default.Model;

    public ITransformer GetModel(string modelName) => Find(modelName).Model;

    public PredictionEngine<TData, TPrediction> GetPredictionEngine() => GetPredictionEngine(string.Empty);

    public PredictionEngine<TData, TPrediction> GetPredictionEngine(string modelName) => Find(modelName).Get();

    public void ReturnPredictionEngine(PredictionEngine<TData, TPrediction> engine) => ReturnPredictionEngine(string.Empty, engine);

    public void ReturnPredictionEngine(string modelName, PredictionEngine<TData, TPrediction> engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        Find(modelName).Return(engine);
    }

    private EnginePool<TData, TPrediction> Default =>
        _default ?? throw new ArgumentException("You need to configure a default, not named, model before you use this method.");

    /// <summary>A named pool is made when it is first asked for, once.</summary>
    private EnginePool<TData, TPrediction> Find(string modelName) => string.IsNullOrEmpty(modelName)
        ? Default
        : _named.GetOrAdd(modelName, name => new(() => new(_context, _options.Create(name).ModelLoader))).Value;
}
