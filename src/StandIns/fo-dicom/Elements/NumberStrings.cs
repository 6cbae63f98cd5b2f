using System.Globalization;
using FellowOakDicom.IO.Buffer;

namespace FellowOakDicom;

/// <summary>Decimal numbers as text.</summary>
public class DicomDecimalString : DicomMultiStringElement
{
    private decimal[] _values;

    public DicomDecimalString(DicomTag tag, params decimal[] values)
        : base(tag, [.. values.Select(ToDecimalString)])
    {
    }

    public DicomDecimalString(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    public DicomDecimalString(DicomTag tag, IByteBuffer data)
        : base(tag, null, data)
    {
    }

    public override DicomVR ValueRepresentation => DicomVR.DS;

    /// <summary>A number in at most 16 characters.</summary>
    public static string ToDecimalString(decimal value)
    {
        string text = value.ToString(CultureInfo.InvariantCulture);
        return text.Length <= 16 ? text : value.ToString("G10", CultureInfo.InvariantCulture);
    }

    /// <exception cref="FormatException">The text is no number.</exception>
    /// <exception cref="OverflowException">The number is beyond <see cref="decimal"/>: 7.9e28.</exception>
    public override T Get<T>(int item = -1)
    {
        if (typeof(T) == typeof(string) || typeof(T) == typeof(string[]))
        {
            return base.Get<T>(item);
        }
        _values ??= [.. base.Get<string[]>().Select(text => decimal.Parse(text, NumberStyles.Any, CultureInfo.InvariantCulture))];
        if (typeof(T).IsArray)
        {
            return NumberArrays.Convert<T, decimal>(_values) ?? base.Get<T>(item);
        }
        return typeof(T).IsValueType || typeof(T) == typeof(object) ? NumberArrays.One<T, decimal>(_values[Checked(Math.Max(item, 0))]) : base.Get<T>(item);
    }
}

/// <summary>Whole numbers as text.</summary>
public class DicomIntegerString : DicomMultiStringElement
{
    private int[] _values;

    public DicomIntegerString(DicomTag tag, params int[] values)
        : base(tag, [.. values.Select(value => value.ToString(CultureInfo.InvariantCulture))])
    {
    }

    public DicomIntegerString(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    public DicomIntegerString(DicomTag tag, IByteBuffer data)
        : base(tag, null, data)
    {
    }

    public override DicomVR ValueRepresentation => DicomVR.IS;

    /// <exception cref="FormatException">The text is no whole number.</exception>
    /// <exception cref="OverflowException">The number is beyond 32 bits.</exception>
    public override T Get<T>(int item = -1)
    {
        if (typeof(T) == typeof(string) || typeof(T) == typeof(string[]))
        {
            return base.Get<T>(item);
        }
        _values ??= [.. base.Get<string[]>().Select(text => int.Parse(text, NumberStyles.Integer | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture))];
        if (typeof(T).IsArray)
        {
            return NumberArrays.Convert<T, int>(_values) ?? base.Get<T>(item);
        }
        return typeof(T).IsValueType || typeof(T) == typeof(object) ? NumberArrays.One<T, int>(_values[Checked(Math.Max(item, 0))]) : base.Get<T>(item);
    }
}

/// <summary>Numbers of one type as those of another.</summary>
internal static class NumberArrays
{
    /// <summary>An array of numbers, or null where T is none.</summary>
    internal static T Convert<T, TFrom>(TFrom[] values)
    {
        if (typeof(T) == typeof(TFrom[]))
        {
            return (T)(object)values;
        }
        var element = typeof(T).GetElementType();
        if (element == typeof(object))
        {
            return (T)(object)values.Cast<object>().ToArray();
        }
        var number = Nullable.GetUnderlyingType(element) ?? element;
        if (!number.IsPrimitive && number != typeof(decimal))
        {
            return default;
        }
        var result = Array.CreateInstance(element, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            result.SetValue(System.Convert.ChangeType(values[i], number, CultureInfo.InvariantCulture), i);
        }
        return (T)(object)result;
    }

    internal static T One<T, TFrom>(TFrom value)
    {
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (type.IsEnum)
        {
            return (T)Enum.Parse(type, System.Convert.ToString(value, CultureInfo.InvariantCulture), true);
        }
        return typeof(T) == typeof(object) ? (T)(object)value : (T)System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
    }
}
