using System.Buffers;
using System.Globalization;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Server.Diagnostics;

namespace Pff.Server.Mocking.Reading;

/// <summary>Durations, rates and counts.</summary>
internal static class ScalarReader
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");
    private static readonly TimeSpan MaximumDuration = TimeSpan.FromHours(1);

    /// <summary>Zero where it is wrong, which is reported.</summary>
    public static TimeSpan ReadDuration(YamlShapes shapes, YamlNode node)
    {
        if (shapes.Scalar(node, new("a duration like '20ms'", "uma duração como '20ms'")) is not { } scalar)
        {
            return TimeSpan.Zero;
        }

        var text = scalar.Text;
        var digits = text.AsSpan().IndexOfAnyExcept(NumberCharacters);
        double? secondsPerUnit = digits < 0 ? null : text[digits..] switch
        {
            "ms" => 0.001,
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => null,
        };
        if (secondsPerUnit is { } factor
            && double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count * factor <= MaximumDuration.TotalSeconds)
        {
            return TimeSpan.FromSeconds(count * factor);
        }

        shapes.Diagnostics.Add(MockDiagnostics.BadDuration(shapes.Source, scalar.Span, text));
        return TimeSpan.Zero;
    }

    /// <summary>A probability: <c>5%</c> or <c>0.05</c>.</summary>
    public static double ReadRate(YamlShapes shapes, YamlNode node)
    {
        var expected = new LocalizedText("a rate from 0% to 100%", "uma taxa de 0% a 100%");
        if (shapes.Scalar(node, expected) is not { } scalar)
        {
            return 0;
        }

        var text = scalar.Text;
        var isPercent = text.EndsWith('%');
        if (double.TryParse(isPercent ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate)
            && rate <= (isPercent ? 100 : 1))
        {
            return isPercent ? rate / 100 : rate;
        }

        shapes.Diagnostics.Add(MockDiagnostics.BadNumber(shapes.Source, scalar.Span, expected, text));
        return 0;
    }

    /// <summary>A whole number within bounds; the lower bound where it is wrong, which is reported.</summary>
    public static long ReadCount(YamlShapes shapes, YamlNode node, long least, long most)
    {
        var expected = new LocalizedText($"a whole number from {least} to {most}", $"um número inteiro de {least} a {most}");
        if (shapes.Scalar(node, expected) is not { } scalar)
        {
            return least;
        }

        if (scalar.TryGetInt(out var count) && count >= least && count <= most)
        {
            return count;
        }

        shapes.Diagnostics.Add(MockDiagnostics.BadNumber(shapes.Source, scalar.Span, expected, scalar.Text));
        return least;
    }
}
