using System.Reflection;

namespace Microsoft.ML;

/// <summary>What a component writes at the head of its part of a saved model.</summary>
/// <param name="Signature">Eight characters that name the layout, such as "COPYCOLT"; a space stands for nothing.</param>
/// <param name="Written">The version of the layout, such as 0x00010001.</param>
/// <param name="Readable">The oldest reader's version that understands it.</param>
/// <param name="LoaderSignature">Which component reads it back, at most 24 characters.</param>
/// <param name="Assembly">The real assembly that holds the component.</param>
/// <param name="Oldest">The oldest layout that is still read; none but <paramref name="Readable"/> and later when absent.</param>
/// <param name="Alternate">A second loader signature, for old readers.</param>
internal sealed record VersionInfo(
    string Signature, uint Written, uint Readable, string LoaderSignature, string Assembly, uint? Oldest = null, string Alternate = "")
{
    // One stand-in plays several real assemblies: models name those.
    private static readonly string[] _standIns =
    [
        "Microsoft.ML.DataView", "Microsoft.ML.Core", "Microsoft.ML.Data", "Microsoft.ML.Transforms", "Microsoft.ML.StandardTrainers",
        "Microsoft.ML.PCA", "Microsoft.ML.KMeansClustering",
    ];

    internal uint OldestRead => Oldest ?? Readable;

    /// <summary>The full name that the real assembly has.</summary>
    internal string AssemblyFullName => $"{Assembly}, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51";

    /// <summary>The assembly of a name read from a model: the stand-in's where it stands for the named one.</summary>
    internal static Assembly LoadAssembly(string fullName)
    {
        var name = new AssemblyName(fullName);
        if (_standIns.Contains(name.Name))
            return typeof(VersionInfo).Assembly;
        // The rest of the real packages are served under their simple names.
        return name.Name.StartsWith("Microsoft.ML", StringComparison.Ordinal)
            ? System.Reflection.Assembly.Load(new AssemblyName(name.Name))
            : System.Reflection.Assembly.Load(name);
    }
}
