using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Which members of a user's class are columns, and of which types.</summary>
internal static class Members
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;

    /// <summary>The fields, then the properties, that are public in the wanted direction.</summary>
    internal static IEnumerable<MemberInfo> Of(Type type, SchemaDefinition.Direction direction)
    {
        bool read = direction.HasFlag(SchemaDefinition.Direction.Read);
        bool write = direction.HasFlag(SchemaDefinition.Direction.Write);
        IEnumerable<MemberInfo> properties = type.GetProperties(Public).Where(p =>
            ((read && p.GetGetMethod() != null) || (write && p.GetSetMethod() != null)) && p.GetIndexParameters().Length == 0);
        return type.GetFields(Public).Concat(properties).Where(m => m.GetCustomAttribute<NoColumnAttribute>() == null);
    }

    internal static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    /// <summary>The type of the column that a member's own type and attributes make.</summary>
    internal static DataViewType ColumnType(MemberInfo member)
    {
        Attribute[] attributes = [.. member.GetCustomAttributes()];
        Type type = TypeOf(member);
        if (DataViewTypeManager.Find(type, attributes) is { } registered)
            return registered;

        Type item = ItemType(type, out bool isVector);
        DataViewType itemType = DataViewTypeManager.Find(item, attributes) ?? Primitive(item);
        if (itemType == null)
            throw new ArgumentOutOfRangeException(nameof(member), $"Could not determine an IDataView type and registered custom types for member {member.Name}");
        if (attributes.OfType<KeyTypeAttribute>().FirstOrDefault() is { } key)
            itemType = KeyType(member, item, key.Count);

        var size = attributes.OfType<VectorTypeAttribute>().FirstOrDefault();
        Check.Param(isVector || size == null, nameof(member), $"Member {member.Name} marked with VectorType attribute, but does not appear to be a vector type");
        if (!isVector)
            return itemType;
        if (itemType is not PrimitiveDataViewType primitive)
            throw new ArgumentOutOfRangeException(nameof(member), $"Member {member.Name} is a vector of '{itemType}', which is no primitive type");
        return size == null ? new VectorDataViewType(primitive) : new VectorDataViewType(primitive, size.Dimensions);
    }

    /// <summary>The type that the values of a member take in a column: memory of characters for a string, a VBuffer for an array.</summary>
    internal static Type RawType(Type memberType)
    {
        Type item = ItemType(memberType, out bool isVector);
        Type raw = item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item;
        return isVector ? typeof(VBuffer<>).MakeGenericType(raw) : raw;
    }

    private static Type ItemType(Type type, out bool isVector)
    {
        isVector = true;
        if (type.IsSZArray)
            return type.GetElementType();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>))
            return type.GetGenericArguments()[0];
        isVector = false;
        return type;
    }

    private static PrimitiveDataViewType Primitive(Type type) =>
        type == typeof(ReadOnlyMemory<char>) ? TextDataViewType.Instance
        : type == typeof(DataViewRowId) ? RowIdDataViewType.Instance
        : type.ToDataKind()?.ToPrimitiveType();

    private static KeyDataViewType KeyType(MemberInfo member, Type type, ulong? count)
    {
        if (!KeyDataViewType.IsValidDataType(type))
            throw new ArgumentException($"Member {member.Name} marked with KeyType attribute, but does not appear to be a valid kind of data for a key type", nameof(member));
        ulong most = type == typeof(byte) ? byte.MaxValue : type == typeof(ushort) ? ushort.MaxValue : type == typeof(uint) ? uint.MaxValue : ulong.MaxValue;
        return new KeyDataViewType(type, count ?? most);
    }
}
