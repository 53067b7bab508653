using System.Globalization;
using System.Text;

namespace Pff.Core.Plan.Library;

/// <summary>CEL's <c>format</c>: <c>%s %d %f %e %b %o %x %X %%</c>, with a precision for <c>%f</c> and <c>%e</c>.</summary>
public static class TextFormatting
{
    private const int DefaultPrecision = 6;
    private const int MaxPrecision = 1000;

    public static Value Format(string template, ListValue arguments)
    {
        var result = new StringBuilder();
        var used = 0;
        for (var at = 0; at < template.Length;)
        {
            var mark = template.IndexOf('%', at);
            var end = mark < 0 ? template.Length : mark;
            result.Append(template.AsSpan(at, end - at));
            at = end + 1;
            if (mark < 0)
            {
                break;
            }

            if (at < template.Length && template[at] == '%')
            {
                result.Append('%');
                at++;
                continue;
            }

            if (ReadPrecision(template, ref at, out var precision) is { IsFault: true } mistake)
            {
                return mistake;
            }

            if (at >= template.Length)
            {
                return Faults.FormatClauseUnfinished;
            }

            if (!"sdfebxXo".Contains(template[at], StringComparison.Ordinal))
            {
                return Faults.FormatClauseUnknown(template.Substring(at, CodePoints.LengthAt(template, at)));
            }

            if (used >= arguments.Count)
            {
                return Faults.FormatArgumentMissing(used);
            }

            var piece = Clause(template[at++], Operands.Prepare(arguments[used++]), precision);
            if (!piece.TryGetText(out var text))
            {
                return piece;
            }

            result.Append(text);
            if (result.Length > Limits.MaxTextLength)
            {
                return Faults.TextTooLong;
            }
        }

        return result.Length > Limits.MaxTextLength ? Faults.TextTooLong : Value.Of(result.ToString());
    }

    private static Value ReadPrecision(string template, ref int at, out int precision)
    {
        precision = DefaultPrecision;
        if (at >= template.Length || template[at] != '.')
        {
            return default;
        }

        var start = ++at;
        while (at < template.Length && char.IsAsciiDigit(template[at]))
        {
            at++;
        }

        var isNumber = int.TryParse(template.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out precision);
        return isNumber && precision <= MaxPrecision ? default : Faults.FormatPrecision(MaxPrecision);
    }

    private static Value Clause(char verb, in Value argument, int precision)
    {
        if (argument.IsFault)
        {
            return argument;
        }

        return verb switch
        {
            's' => FormattedText.Write(argument),
            'd' => Integer(argument),
            'f' => Number(argument, precision, NumberText.WriteFixed) ?? Faults.FormatFixedClause(argument),
            'e' => Number(argument, precision, NumberText.WriteScientific) ?? Faults.FormatScientificClause(argument),
            'b' => Binary(argument),
            'o' => argument.TryGetInt(out var number) ? Value.Of(InBase(number, 8)) : Faults.FormatOctalClause(argument),
            'x' => Hexadecimal(argument),
            _ => Hexadecimal(argument) is { Kind: ValueKind.Text } text ? Value.Of(TextParts.UpperAscii(text.AsText)) : Faults.FormatHexClause(argument),
        };
    }

    private static Value Integer(in Value argument) => argument.Kind switch
    {
        ValueKind.Int => Value.Of(NumberText.Write(argument.AsInt)),
        ValueKind.Double when !double.IsFinite(argument.AsDouble) => Value.Of(NumberText.NameOfNonFinite(argument.AsDouble)),
        _ => Faults.FormatDecimalClause(argument),
    };

    private static Value? Number(in Value argument, int precision, Func<double, int, string> write) => argument.Kind switch
    {
        ValueKind.Int => Value.Of(write(argument.AsInt, precision)),
        ValueKind.Double => Value.Of(write(argument.AsDouble, precision)),
        ValueKind.Decimal => Value.Of(write((double)argument.AsDecimal, precision)),
        _ => null,
    };

    private static Value Binary(in Value argument) => argument.Kind switch
    {
        ValueKind.Int => Value.Of(InBase(argument.AsInt, 2)),
        ValueKind.Bool => Value.Of(argument.AsBool ? "1" : "0"),
        _ => Faults.FormatBinaryClause(argument),
    };

    private static Value Hexadecimal(in Value argument)
    {
        if (argument.TryGetInt(out var number))
        {
            return Value.Of(InBase(number, 16));
        }

        if (!argument.TryGetText(out var text))
        {
            return Faults.FormatHexClause(argument);
        }

        return Encoding.UTF8.GetByteCount(text) > Limits.MaxTextLength / 2
            ? Faults.TextTooLong
            : Value.Of(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>With a minus sign, not as two's complement.</summary>
    private static string InBase(long number, int radix)
    {
        var digits = new StringBuilder();
        var rest = number < 0 ? (ulong)-(number + 1) + 1 : (ulong)number;
        do
        {
            digits.Insert(0, "0123456789abcdef"[(int)(rest % (ulong)radix)]);
            rest /= (ulong)radix;
        }
        while (rest > 0);

        return number < 0 ? "-" + digits : digits.ToString();
    }
}
