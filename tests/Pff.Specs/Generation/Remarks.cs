using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pff.Specs.Generation;

/// <summary>Comments with a number each, so that a test can tell whether one is lost or said twice.</summary>
internal static partial class Remarks
{
    public static string Mark(string sign, int number) => $"{sign} remark {number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The numbers of the comments of a text, in either notation, from the least.</summary>
    public static ImmutableArray<int> In(string text) =>
        [.. Comment().Matches(text).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).Order()];

    /// <summary>A module with more comments: on lines of their own and at the ends of lines.</summary>
    public static string AddTo(string module, Random random)
    {
        var number = In(module).DefaultIfEmpty().Max();
        var lines = module.TrimEnd('\n').Split('\n').SelectMany(line => random.Next(6) switch
        {
            0 => [new string(' ', random.Next(6)) + Mark("//", ++number), line],
            1 when !line.Contains("//", StringComparison.Ordinal) && line.Length > 0 => [$"{line}{new string(' ', 1 + random.Next(3))}{Mark("//", ++number)}"],
            2 when random.Next(3) == 0 => ["", Mark("//", ++number), "", line],
            _ => new[] { line },
        });
        return string.Join('\n', lines) + "\n";
    }

    [GeneratedRegex(@"(?:#|//) remark (\d+)\b")]
    private static partial Regex Comment();
}
