using Microsoft.Extensions.Options;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>What all pools of an application share.</summary>
public class MLOptions
{
    /// <summary>The context that models are loaded in; a new one where none is set.</summary>
    public MLContext MLContext { get; set; }
}

/// <summary>Makes a context where the application has set none.</summary>
internal sealed class DefaultContext : IPostConfigureOptions<MLOptions>
{
    public void PostConfigure(string name, MLOptions options) => options.MLContext ??= new MLContext();
}
