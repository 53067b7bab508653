using System.Collections.Immutable;
using Pff.Core.Text;

namespace Pff.Compiler.Catalogs.Overrides;

/// <summary>One step of a path.</summary>
/// <param name="Field">The name of a field, or null for <c>[]</c>, the elements.</param>
/// <param name="Span">Its place in the path's text.</param>
internal readonly record struct PathStep(string? Field, TextSpan Span);

/// <summary>
/// The place of an override: <c>Customer.status</c>, <c>get_customer.result.contract[].id</c>. A name that is no plain
/// word stands in quotes: <c>Customer["first.name"]</c>.
/// </summary>
internal static class OverridePath
{
    public const int MaximumStepCount = 32;

    /// <param name="text">The path.</param>
    /// <param name="wrongAt">Where it cannot be read on, if it is no path.</param>
    /// <returns>Empty where it is no path.</returns>
    public static ImmutableArray<PathStep> Parse(string text, out int wrongAt)
    {
        var steps = ImmutableArray.CreateBuilder<PathStep>();
        var at = 0;
        while (at < text.Length && steps.Count < MaximumStepCount)
        {
            var start = at;
            if (steps.Count > 0 && text.AsSpan(at).StartsWith("[]"))
            {
                at += 2;
                steps.Add(new PathStep(null, new TextSpan(start, 2)));
                continue;
            }

            if (steps.Count > 0 && text.AsSpan(at).StartsWith("[\"") && text.IndexOf("\"]", at + 2, StringComparison.Ordinal) is > 0 and var quote)
            {
                at = quote + 2;
                steps.Add(new PathStep(text[(start + 2)..quote], TextSpan.FromBounds(start, at)));
                continue;
            }

            if (steps.Count > 0 && text[at] != '.')
            {
                break;
            }

            start += steps.Count > 0 ? 1 : 0;
            var end = text.AsSpan(start).IndexOfAny('.', '[', ']');
            at = end < 0 ? text.Length : start + end;
            if (at == start)
            {
                wrongAt = start;
                return [];
            }

            steps.Add(new PathStep(text[start..at], TextSpan.FromBounds(start, at)));
        }

        wrongAt = Math.Min(at, text.Length);
        return at == text.Length ? steps.ToImmutable() : [];
    }
}
