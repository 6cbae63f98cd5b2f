namespace Microsoft.ML.Data;

/// <summary>Which .NET types, with which attributes, hold the values of users' data view types.</summary>
public static class DataViewTypeManager
{
    private static readonly Lock _gate = new();
    private static readonly Dictionary<Key, DataViewType> _types = [];
    private static readonly Dictionary<DataViewType, Key> _keys = [];

    public static void Register(DataViewType dataViewType, Type type, DataViewTypeAttribute typeAttribute = null)
    {
        Check.Value(dataViewType, nameof(dataViewType));
        Check.Value(type, nameof(type));
        var key = new Key(type, typeAttribute);
        lock (_gate)
        {
            if (_types.TryGetValue(key, out DataViewType otherType))
            {
                if (otherType.Equals(dataViewType))
                    return;
                throw new InvalidOperationException($"'{type}' is already registered as data view type '{otherType}', so it cannot be registered as '{dataViewType}'.");
            }
            if (_keys.TryGetValue(dataViewType, out Key otherKey))
                throw new InvalidOperationException($"Data view type '{dataViewType}' is already registered for '{otherKey.Type}', so it cannot be registered for '{type}'.");
            _types.Add(key, dataViewType);
            _keys.Add(dataViewType, key);
        }
    }

    public static void Register(DataViewType dataViewType, Type type, IEnumerable<Attribute> typeAttributes) =>
        Register(dataViewType, type, Single(typeAttributes, type));

    /// <summary>The type registered for a member of this .NET type with these attributes, or null.</summary>
    internal static DataViewType Find(Type type, IEnumerable<Attribute> attributes)
    {
        DataViewTypeAttribute attribute = Single(attributes, type);
        attribute?.Register();
        lock (_gate)
            return _types.GetValueOrDefault(new Key(type, attribute));
    }

    private static DataViewTypeAttribute Single(IEnumerable<Attribute> attributes, Type type)
    {
        DataViewTypeAttribute[] own = [.. attributes.OfType<DataViewTypeAttribute>()];
        Check.Param(own.Length <= 1, nameof(attributes), $"'{type}' has {own.Length} data view type attributes; at most one can decide.");
        return own.FirstOrDefault();
    }

    private readonly record struct Key(Type Type, DataViewTypeAttribute Attribute)
    {
        public bool Equals(Key other) => Type == other.Type && (Attribute == null ? other.Attribute == null : other.Attribute != null && Attribute.Equals(other.Attribute));

        public override int GetHashCode() => HashCode.Combine(Type, Attribute?.GetType());
    }
}
