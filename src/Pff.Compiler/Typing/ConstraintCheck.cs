using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>Whether a constant keeps what a declaration promises. A promise that cannot be checked here is taken as kept.</summary>
internal static class ConstraintCheck
{
    /// <summary>Patterns come from documents of others: a long one is not worth its cost.</summary>
    private const int MaximumPatternLength = 1_000;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(250);

    /// <returns>What was expected, or null where the value is good.</returns>
    public static LocalizedText? Expected(Value value, ValueConstraint constraint) => value.Kind switch
    {
        ValueKind.Text => OfText(value.AsText, constraint),
        ValueKind.Int => OfNumber(value.AsInt, constraint),
        ValueKind.Decimal => OfNumber(value.AsDecimal, constraint),
        ValueKind.Double when Math.Abs(value.AsDouble) < (double)decimal.MaxValue => OfNumber((decimal)value.AsDouble, constraint),
        _ => null,
    };

    private static LocalizedText? OfText(string text, ValueConstraint constraint)
    {
        var length = text.EnumerateRunes().Count();
        if (constraint.MinimumLength is { } shortest && length < shortest)
        {
            return new($"at least {shortest} character(s)", $"pelo menos {shortest} caractere(s)");
        }

        if (constraint.MaximumLength is { } longest && length > longest)
        {
            return new($"at most {longest} character(s)", $"no máximo {longest} caractere(s)");
        }

        if (constraint.Pattern is { } pattern && !Matches(text, pattern))
        {
            return new($"a text that matches {pattern}", $"um texto que corresponda a {pattern}");
        }

        return constraint.Format is { } format && !HasFormat(text, format)
            ? new($"a text of the format '{format}'", $"um texto no formato '{format}'")
            : null;
    }

    /// <summary>Matched without backtracking, so that no pattern can take long; one that needs it is not checked.</summary>
    private static bool Matches(string text, string pattern)
    {
        if (pattern.Length > MaximumPatternLength)
        {
            return true;
        }

        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or RegexMatchTimeoutException)
        {
            return true;
        }
    }

    private static bool HasFormat(string text, string format) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "email" => text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1 && !text.Any(char.IsWhiteSpace),
        "ipv4" => IPAddress.TryParse(text, out var four) && four.AddressFamily == AddressFamily.InterNetwork && text.Count(u => u == '.') == 3,
        "ipv6" => IPAddress.TryParse(text, out var six) && six.AddressFamily == AddressFamily.InterNetworkV6,
        _ => true,
    };

    private static LocalizedText? OfNumber(decimal number, ValueConstraint constraint)
    {
        if (constraint.Minimum is { } minimum && (constraint.ExcludesMinimum ? number <= minimum : number < minimum))
        {
            var low = minimum.ToString(CultureInfo.InvariantCulture);
            return constraint.ExcludesMinimum
                ? new($"a number greater than {low}", $"um número maior que {low}")
                : new($"a number that is at least {low}", $"um número de pelo menos {low}");
        }

        if (constraint.Maximum is { } maximum && (constraint.ExcludesMaximum ? number >= maximum : number > maximum))
        {
            var high = maximum.ToString(CultureInfo.InvariantCulture);
            return constraint.ExcludesMaximum
                ? new($"a number less than {high}", $"um número menor que {high}")
                : new($"a number that is at most {high}", $"um número de no máximo {high}");
        }

        return null;
    }
}
