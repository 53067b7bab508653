using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Fixing;

/// <summary>Applies fixes to a text.</summary>
public static class FixApplication
{
    /// <summary>The fixes, in source order, of which none touches a place that one before it changes.</summary>
    public static ImmutableArray<Diagnostic> WithoutOverlaps(IEnumerable<Diagnostic> diagnostics)
    {
        var chosen = ImmutableArray.CreateBuilder<Diagnostic>();
        var taken = new List<TextSpan>();
        foreach (var diagnostic in diagnostics.Where(d => d.Fix is { Edits.Length: > 0 }).OrderBy(d => d.Span.Start))
        {
            var spans = diagnostic.Fix!.Edits.Select(e => e.Span).ToList();
            if (!spans.Exists(s => taken.Exists(t => Overlaps(s, t))))
            {
                taken.AddRange(spans);
                chosen.Add(diagnostic);
            }
        }

        return chosen.ToImmutable();
    }

    /// <param name="content">The text.</param>
    /// <param name="edits">Edits that do not overlap, in any order.</param>
    public static string Apply(string content, IEnumerable<TextEdit> edits)
    {
        foreach (var edit in edits.OrderByDescending(e => e.Span.Start).ThenByDescending(e => e.Span.End))
        {
            content = content[..edit.Span.Start] + edit.NewText + content[edit.Span.End..];
        }

        return content;
    }

    /// <summary>Two insertions at one place overlap too: their order would be a guess.</summary>
    private static bool Overlaps(TextSpan left, TextSpan right) =>
        left.Start == right.Start || (left.Start < right.End && right.Start < left.End);
}
