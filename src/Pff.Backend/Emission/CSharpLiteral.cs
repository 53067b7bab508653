using System.Globalization;
using System.Text;

namespace Pff.Backend.Emission;

/// <summary>Writes constants as C# text that reads back as exactly the same value.</summary>
internal static class CSharpLiteral
{
    public static string Of(bool value) => value ? "true" : "false";

    // The least number has no literal of its own: 9223372036854775808 does not fit.
    public static string Of(long value) => value == long.MinValue ? "long.MinValue" : value.ToString(CultureInfo.InvariantCulture) + "L";

    public static string Of(int value) => value == int.MinValue ? "int.MinValue" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>By its bits where the sign of zero or a NaN's payload would be lost.</summary>
    public static string Of(double value) => double.IsFinite(value) && BitConverter.DoubleToInt64Bits(value) != long.MinValue
        ? value.ToString("R", CultureInfo.InvariantCulture) + "D"
        : $"System.BitConverter.Int64BitsToDouble({Of(BitConverter.DoubleToInt64Bits(value))})";

    /// <summary>Only printable ASCII stands as it is, so that the generated text has no surprise in any encoding.</summary>
    public static string Of(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var unit in value)
        {
            if (unit is '"' or '\\')
            {
                text.Append('\\').Append(unit);
            }
            else if (unit is >= ' ' and < '\x7f')
            {
                text.Append(unit);
            }
            else
            {
                text.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return text.Append('"').ToString();
    }

    /// <summary>A span over bytes in the assembly's data; nothing is copied when it is read.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 4 + 40).Append("new byte[] {");
        for (var i = 0; i < bytes.Length; i++)
        {
            text.Append(bytes[i]).Append(i % 64 == 63 ? ",\n" : ",");
        }

        return text.Append('}').ToString();
    }
}
