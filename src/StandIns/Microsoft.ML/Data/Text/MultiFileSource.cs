using Microsoft.ML.Data;

namespace Microsoft.ML.Data
{
    /// <summary>Several streams, such as files, that hold one data set.</summary>
    public interface IMultiStreamSource
    {
        int Count { get; }

        string GetPathOrNull(int index);

        Stream Open(int index);

        TextReader OpenTextReader(int index);
    }

    public sealed class MultiFileSource : IMultiStreamSource
    {
        private readonly string[] _paths;

        public MultiFileSource(params string[] paths)
        {
            Check.Value(paths, nameof(paths));
            foreach (string path in paths)
                Check.NonEmpty(path, nameof(paths));
            _paths = paths;
        }

        public int Count => _paths.Length;

        public string GetPathOrNull(int index) => _paths[index];

        public Stream Open(int index) => File.OpenRead(_paths[index]);

        public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
    }
}

namespace Microsoft.ML
{
    public static class DataLoaderExtensions
    {
        public static IDataView Load(this IDataLoader<IMultiStreamSource> loader, params string[] path)
        {
            Check.Value(loader, nameof(loader));
            return loader.Load(new MultiFileSource(path));
        }
    }
}
