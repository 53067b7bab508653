using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>What is left of a compilation's diagnostics, and what comments in its texts allow.</summary>
/// <param name="Active">In source order, with what is wrong with the comments themselves.</param>
/// <param name="Allowed">In source order, each with its <see cref="Diagnostic.Suppression"/>.</param>
public sealed record SuppressedDiagnostics(ImmutableArray<Diagnostic> Active, ImmutableArray<Diagnostic> Allowed)
{
    public bool HasErrors => Active.Any(d => d.Severity == Severity.Error);
}

/// <summary>
/// Comments that allow warnings, each with its reason. Errors cannot be allowed, but for the warnings that strict
/// checking promotes; a comment that allows nothing is an error, so that none outlives what it was written for.
/// </summary>
public static class Suppressions
{
    /// <summary>Codes that come only where a setting asks for them, so that without it their comments are not stale.</summary>
    private static readonly ImmutableHashSet<string> OnlyWhenStrict = ["PFF1317"];

    private static readonly ImmutableHashSet<string> OnlyForEnvironments = ["PFF1533"];

    /// <param name="diagnostics">What the compiler has to say, without regard to comments.</param>
    /// <param name="texts">Every text in which a comment may allow something.</param>
    /// <param name="settings">What was asked for.</param>
    public static SuppressedDiagnostics Apply(
        ImmutableArray<Diagnostic> diagnostics, IEnumerable<CommentedSource> texts, CompileSettings settings)
    {
        var own = new DiagnosticBag();
        var used = new HashSet<(SuppressionComment, string)>();
        var byLine = new Dictionary<(string, int), List<SuppressionComment>>();
        var complete = true;
        foreach (var text in texts)
        {
            complete &= text.IsComplete;
            foreach (var comment in SuppressionComment.ReadAll(text, own))
            {
                var place = (PathOf(comment.Source), comment.Line);
                (byLine.TryGetValue(place, out var list) ? list : byLine[place] = []).Add(comment);
            }
        }

        if (byLine.Count == 0 && own.Count == 0)
        {
            return new SuppressedDiagnostics(diagnostics, []);
        }

        var active = new DiagnosticBag();
        var allowed = new DiagnosticBag();
        foreach (var diagnostic in diagnostics)
        {
            var line = diagnostic.Source.GetPosition(diagnostic.Span.Start).Line;
            var comment = byLine.GetValueOrDefault((PathOf(diagnostic.Source), line))?.Find(c => c.Codes.Any(code => code.Code == diagnostic.Code));
            if (comment is null)
            {
                active.Add(diagnostic);
                continue;
            }

            used.Add((comment, diagnostic.Code));
            if (diagnostic.Severity == Severity.Error && !diagnostic.IsPromoted)
            {
                active.Add(diagnostic);
                own.Add(CompilerDiagnostics.SuppressionOfError(comment.Source, comment.Codes.First(c => c.Code == diagnostic.Code).Span, diagnostic.Code));
            }
            else
            {
                allowed.Add(diagnostic with { Suppression = comment.Suppression });
            }
        }

        // Behind an error the compiler may not have come to what a comment allows.
        if (complete && !active.HasErrors)
        {
            own.AddRange(byLine.Values.SelectMany(list => list).SelectMany(comment => Stale(comment, used, settings)));
        }

        active.AddRange(own.ToSorted());
        return new SuppressedDiagnostics(active.ToSorted(), allowed.ToSorted());
    }

    /// <summary>One file may be known by two spellings of its path, as "./apis/crm.yaml" and "apis/crm.yaml".</summary>
    private static string PathOf(SourceText source) => SourcePaths.Combine(string.Empty, source.Path);

    private static IEnumerable<Diagnostic> Stale(
        SuppressionComment comment, HashSet<(SuppressionComment, string)> used, CompileSettings settings) =>
        from code in comment.Codes
        where !used.Contains((comment, code.Code))
            && (settings.IsStrict || !OnlyWhenStrict.Contains(code.Code))
            && (settings.Environment is not null || !OnlyForEnvironments.Contains(code.Code))
        select CompilerDiagnostics.StaleSuppression(comment.Source, code.Span, code.Code);
}
