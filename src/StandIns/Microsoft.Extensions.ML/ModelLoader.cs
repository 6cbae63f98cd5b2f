using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>Where a pool's model comes from.</summary>
public abstract class ModelLoader
{
    /// <summary>A token that changes when there is a newer model.</summary>
    public abstract IChangeToken GetReloadToken();

    /// <summary>The newest model.</summary>
    public abstract ITransformer GetModel();
}
