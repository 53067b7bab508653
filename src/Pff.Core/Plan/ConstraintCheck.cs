using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Pff.Core.Diagnostics;
using Pff.Core.Plan.Library;

namespace Pff.Core.Plan;

/// <summary>Whether a value keeps a constraint. Immutable; many threads may ask at once.</summary>
public sealed class ConstraintCheck
{
    /// <summary>Patterns come from documents of others: a long one is not worth its cost.</summary>
    private const int MaximumPatternLength = 1_000;

    /// <summary>A pattern runs in time linear in the text (NonBacktracking); this bounds what is left.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly ValueConstraint _constraint;
    private readonly Regex? _pattern;

    public ConstraintCheck(ValueConstraint constraint)
    {
        _constraint = constraint;
        _pattern = constraint.Pattern is { } pattern ? Compile(pattern, constraint.MatchesWhole) : null;
    }

    /// <summary>Whether the constraint has no pattern, or one that can be matched in linear time. Another is taken as kept.</summary>
    public bool IsComplete => _pattern is not null || _constraint.Pattern is null;

    /// <returns>What was expected, or null where the value is good.</returns>
    public LocalizedText? Expected(in Value value) => value.Kind switch
    {
        ValueKind.Text => OfText(value.AsText),
        ValueKind.Int => OfNumber(value.AsInt),
        ValueKind.Decimal => OfNumber(value.AsDecimal),
        ValueKind.Double => OfDouble(value.AsDouble),
        _ => null,
    };

    private LocalizedText? OfText(string text)
    {
        var length = _constraint is { MinimumLength: null, MaximumLength: null } ? 0 : text.EnumerateRunes().Count();
        if (_constraint.MinimumLength is { } shortest && length < shortest)
        {
            return new($"at least {shortest} character(s)", $"pelo menos {shortest} caractere(s)");
        }

        if (_constraint.MaximumLength is { } longest && length > longest)
        {
            return new($"at most {longest} character(s)", $"no máximo {longest} caractere(s)");
        }

        if (_pattern is not null && !Matches(_pattern, text))
        {
            return new($"a text that matches {_constraint.Pattern}", $"um texto que corresponda a {_constraint.Pattern}");
        }

        return _constraint.Format is { } format && !HasFormat(text, format)
            ? new($"a text of the format '{format}'", $"um texto no formato '{format}'")
            : null;
    }

    private static Regex? Compile(string pattern, bool isWhole)
    {
        if (pattern.Length > MaximumPatternLength)
        {
            return null;
        }

        try
        {
            return new Regex(isWhole ? $@"\A(?:{pattern})\z" : pattern, Patterns.Options, MatchTimeout);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>A text that takes too long to match is not one that anybody meant.</summary>
    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
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

    /// <summary>A double beyond all decimals is beyond all limits on its side; what is no number keeps none.</summary>
    private LocalizedText? OfDouble(double number) =>
        double.IsNaN(number) ? _constraint is { Minimum: null, Maximum: null } ? null : new("a number", "um número")
        : OfNumber(number >= (double)decimal.MaxValue ? decimal.MaxValue : number <= (double)decimal.MinValue ? decimal.MinValue : (decimal)number);

    private LocalizedText? OfNumber(decimal number)
    {
        if (_constraint.Minimum is { } minimum && (_constraint.ExcludesMinimum ? number <= minimum : number < minimum))
        {
            var low = minimum.ToString(CultureInfo.InvariantCulture);
            return _constraint.ExcludesMinimum
                ? new($"a number greater than {low}", $"um número maior que {low}")
                : new($"a number that is at least {low}", $"um número de pelo menos {low}");
        }

        if (_constraint.Maximum is { } maximum && (_constraint.ExcludesMaximum ? number >= maximum : number > maximum))
        {
            var high = maximum.ToString(CultureInfo.InvariantCulture);
            return _constraint.ExcludesMaximum
                ? new($"a number less than {high}", $"um número menor que {high}")
                : new($"a number that is at most {high}", $"um número de no máximo {high}");
        }

        return null;
    }
}
