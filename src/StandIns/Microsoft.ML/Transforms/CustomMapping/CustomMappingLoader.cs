using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>A saved custom mapping: the contract name of its action and the assembly to look in.</summary>
internal static class CustomMappingLoader
{
    internal const string LoaderSignature = "CustomTransformer";
    private static readonly VersionInfo _version = new("CUSTOMXF", 0x00010002, 0x00010002, LoaderSignature, "Microsoft.ML.Transforms");

    internal static void Save(ModelSaveContext ctx, string contractName, string assemblyName)
    {
        ctx.SetVersionInfo(_version);
        ctx.SaveString(contractName);
        ctx.SaveString(assemblyName);
    }

    internal static ITransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        string contractName = ctx.LoadString();
        string assemblyName = ctx.LoadString();
        try
        {
            env.ComponentCatalog.RegisterAssembly(VersionInfo.LoadAssembly(assemblyName));
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException)
        {
            throw new InvalidOperationException(
                $"The model's custom mapping '{contractName}' is in the assembly '{assemblyName}', which cannot be loaded.", e);
        }
        object factory = env.ComponentCatalog.CreateExtension(typeof(CustomMappingFactoryAttributeAttribute), contractName);
        return factory is ICustomMappingFactory known
            ? known.CreateTransformer(env, contractName)
            : throw new InvalidOperationException($"'{factory.GetType()}' has the contract name '{contractName}' but is no custom mapping factory.");
    }
}
