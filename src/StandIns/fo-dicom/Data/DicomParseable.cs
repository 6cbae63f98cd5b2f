using System.Reflection;

namespace FellowOakDicom;

/// <summary>A type that its own static Parse(string) reads.</summary>
public abstract class DicomParseable
{
    protected DicomParseable()
    {
    }

    public static T Parse<T>(string value)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var parse = typeof(T).IsSubclassOf(typeof(DicomParseable)) ? typeof(T).GetMethod("Parse", Own, [typeof(string)]) : null;
        if (parse is null)
        {
            throw new DicomDataException($"{typeof(T).Name} cannot be read from a text.");
        }
        return (T)parse.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [value], null);
    }
}
