using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>What a loaded model may name: stock components by loader signature, users' classes by contract name.</summary>
public sealed class ComponentCatalog
{
    private readonly Lock _gate = new();
    private readonly HashSet<Assembly> _registered = [];
    private readonly Dictionary<string, Type> _loadable = [];
    private readonly Dictionary<(Type Attribute, string Contract), Type> _extensions = [];

    internal ComponentCatalog()
    {
    }

    /// <summary>Finds the components of an assembly. Doing it twice is harmless.</summary>
    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        Check.Value(assembly, nameof(assembly));
        lock (_gate)
        {
            if (!_registered.Add(assembly))
                return;
            try
            {
                foreach (LoadableModelAttribute loadable in assembly.GetCustomAttributes<LoadableModelAttribute>())
                    _loadable[loadable.Signature.ToLowerInvariant()] = loadable.Type;
                // Contract names lie on types; the stand-in's own assemblies have none and need no search.
                if (!ReferenceEquals(assembly, typeof(ComponentCatalog).Assembly))
                    AddExtensions(assembly);
            }
            catch (Exception) when (!throwOnError)
            {
                // The caller would rather have what could be registered.
            }
        }
    }

    /// <summary>The class that the named assembly marks with this kind of attribute and this contract name.</summary>
    internal object CreateExtension(Type attributeType, string contractName)
    {
        Type type;
        lock (_gate)
        {
            if (!_extensions.TryGetValue((attributeType, contractName), out type))
                throw new InvalidOperationException($"Could not locate component with contract name '{contractName}'. Register the assembly that holds it with ComponentCatalog.RegisterAssembly.");
        }
        return Activator.CreateInstance(type, nonPublic: true);
    }

    internal Type FindLoadable(string signature)
    {
        RegisterAssembly(typeof(ComponentCatalog).Assembly);
        lock (_gate)
            return _loadable.GetValueOrDefault(signature.ToLowerInvariant());
    }

    private void AddExtensions(Assembly assembly)
    {
        foreach (Type type in assembly.GetTypes())
        {
            if (!type.IsClass || type.IsAbstract)
                continue;
            foreach (ExtensionBaseAttribute extension in type.GetCustomAttributes<ExtensionBaseAttribute>(inherit: false))
            {
                var key = (extension.GetType(), extension.ContractName);
                if (_extensions.TryGetValue(key, out Type other) && other != type)
                    throw new InvalidOperationException($"Contract name '{extension.ContractName}' is claimed by both '{other}' and '{type}'.");
                _extensions[key] = type;
            }
        }
    }
}

/// <summary>
/// Makes a component loadable: names the loader signature in saved models and the class whose static method
/// <c>Create(IHostEnvironment, ModelLoadContext)</c>, of any visibility, reads it back.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class LoadableModelAttribute : Attribute
{
    internal LoadableModelAttribute(string signature, Type type)
    {
        Signature = signature;
        Type = type;
    }

    internal string Signature { get; }

    internal Type Type { get; }
}
