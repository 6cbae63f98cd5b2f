using System.Runtime.CompilerServices;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>The engines of one model. A newer model gets a new pool; engines of the old one are let go when they come back.</summary>
internal sealed class EnginePool<TData, TPrediction>
    where TData : class
    where TPrediction : class, new()
{
    private readonly MLContext _context;
    private readonly ModelLoader _loader;
    private volatile ObjectPool<PredictionEngine<TData, TPrediction>> _pool;

    internal EnginePool(MLContext context, ModelLoader loader)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(loader);
        (_context, _loader) = (context, loader);
        Renew();
        ChangeToken.OnChange(loader.GetReloadToken, Renew);
    }

    internal ITransformer Model => _loader.GetModel();

    internal PredictionEngine<TData, TPrediction> Get() => _pool.Get();

    internal void Return(PredictionEngine<TData, TPrediction> engine) => _pool.Return(engine);

    private void Renew() => _pool = new DefaultObjectPool<PredictionEngine<TData, TPrediction>>(new Policy(_context, _loader.GetModel()));

    private sealed class Policy(MLContext context, ITransformer model) : IPooledObjectPolicy<PredictionEngine<TData, TPrediction>>
    {
        // Engines that users keep, or that the pool has no room for, are collected.
        private readonly ConditionalWeakTable<PredictionEngine<TData, TPrediction>, object> _made = [];

        public PredictionEngine<TData, TPrediction> Create()
        {
            var engine = context.Model.CreatePredictionEngine<TData, TPrediction>(model);
            _made.Add(engine, this);
            return engine;
        }

        public bool Return(PredictionEngine<TData, TPrediction> engine) => _made.TryGetValue(engine, out _);
    }
}
