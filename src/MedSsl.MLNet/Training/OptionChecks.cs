using System.Globalization;
using System.Numerics;

namespace MedSsl.MLNet;

/// <summary>Range checks of options, all with one message: the option's name, its value and what it may be.</summary>
internal static class OptionChecks
{
    /// <exception cref="ArgumentException"><paramref name="value"/> is not a number from <paramref name="minimum"/> to
    /// <paramref name="maximum"/>.</exception>
    internal static void InRange<T>(string option, T value, T minimum, T maximum) where T : INumber<T>
    {
        if (!(value >= minimum && value <= maximum))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; it must lie between {minimum} and {maximum}."));
        }
    }

    /// <exception cref="ArgumentException"><paramref name="value"/> is less than <paramref name="minimum"/> or no number.</exception>
    internal static void AtLeast<T>(string option, T value, T minimum) where T : INumber<T>
    {
        if (!(value >= minimum) || !T.IsFinite(value))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; it must be {minimum} or more."));
    }

    /// <exception cref="ArgumentException"><paramref name="value"/> is 0 or less, or no finite number.</exception>
    internal static void Positive<T>(string option, T value) where T : INumber<T>
    {
        if (!(value > T.Zero) || !T.IsFinite(value))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; it must be greater than 0."));
    }

    /// <exception cref="ArgumentException"><paramref name="value"/> is no member of its enumeration.</exception>
    internal static void Defined<T>(string option, T value) where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw new ArgumentException(NotDefined(option, value));
    }

    internal static string NotDefined<T>(string option, T value) where T : struct, Enum =>
        $"{option} is {value}; it must be one of {string.Join(", ", Enum.GetNames<T>())}.";
}
