using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Formatting;
using Pff.Compiler.Importing;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Converting;

/// <summary>
/// Comments that allow a warning. They are about a line, and lines are not the same in the two notations, so each goes where the
/// converted text has its warning. Warnings of strict checking count too: their comments are there without it as well.
/// </summary>
/// <param name="Warnings">All of the text's sequences, in its order, those that nothing allows too.</param>
/// <param name="Comments">Where the comments start.</param>
internal sealed record AllowedWarnings(ImmutableArray<Diagnostic> Warnings, ImmutableHashSet<int> Comments)
{
    private static readonly AllowedWarnings None = new([], []);

    /// <param name="path">What is converted; its tests are not looked at, because they are never checked strictly.</param>
    public static AllowedWarnings Find(string path, BoundProgram bound, IFileSource files, CompileSettings settings, CancellationToken cancellation)
    {
        var source = bound.Source;
        if (!SuppressionComment.MayBeIn(source))
        {
            return None;
        }

        var warnings = OfText(path, files, settings, cancellation).Where(d => bound.Entries.Any(e => IsIn(d, e.Syntax))).ToImmutableArray();
        return new AllowedWarnings(warnings, [.. warnings.Select(w => w.Suppression).OfType<Suppression>().Select(s => s.Span.Start)]);
    }

    /// <summary>The converted files with the comments on the lines before those with the warnings.</summary>
    public ImmutableArray<GeneratedFile> PlaceIn(
        ImmutableArray<GeneratedFile> converted, IFileSource files, CompileSettings settings, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        if (Comments.IsEmpty)
        {
            return converted;
        }

        var root = converted[0];
        var text = new SourceText(root.Path, root.Content);
        var found = OfText(root.Path, new OverlayFiles(converted, files), settings, cancellation).ToList();
        var byLine = new SortedDictionary<int, List<(string Code, string Reason)>>();
        foreach (var (warning, place) in Match(found))
        {
            if (warning.Suppression is not { } suppression)
            {
                continue;
            }

            if (place is null)
            {
                diagnostics.Add(CompilerDiagnostics.ConversionDiffers(warning.Source, suppression.Span, warning.Code, new(
                    $"there would be no {warning.Code} for this comment to allow", $"não haveria nenhum {warning.Code} para este comentário permitir")));
                continue;
            }

            var line = text.GetPosition(place.Span.Start).Line;
            (byLine.TryGetValue(line, out var list) ? list : byLine[line] = []).Add((warning.Code, suppression.Reason));
        }

        return [root with { Content = Insert(text, byLine) }, .. converted[1..]];
    }

    /// <summary>Each warning with the one that says the same in the converted text; the order of steps stays, so the order of warnings does.</summary>
    private List<(Diagnostic Warning, Diagnostic? Place)> Match(List<Diagnostic> found)
    {
        var pairs = Warnings.Select(w => (Warning: w, Place: (Diagnostic?)null)).ToList();
        foreach (var isSame in (Func<Diagnostic, Diagnostic, bool>[])[(a, b) => a.Code == b.Code && a.Message.English == b.Message.English, (a, b) => a.Code == b.Code])
        {
            for (var i = 0; i < pairs.Count; i++)
            {
                if (pairs[i].Place is null && found.FindIndex(f => isSame(pairs[i].Warning, f)) is >= 0 and var at)
                {
                    pairs[i] = (pairs[i].Warning, found[at]);
                    found.RemoveAt(at);
                }
            }
        }

        return pairs;
    }

    private static string Insert(SourceText text, SortedDictionary<int, List<(string Code, string Reason)>> byLine)
    {
        var isModule = text.Path.EndsWith(Modules.ModuleLoader.Extension, StringComparison.OrdinalIgnoreCase);
        var lines = text.Content.Split('\n').ToList();
        foreach (var (line, allowed) in byLine.Reverse())
        {
            // What two comments allow for two reasons is one warning where both have come to stand on one line.
            var comments = allowed.GroupBy(a => a.Code).Select(code => (Code: code.Key, Reason: string.Join("; ", code.Select(a => a.Reason).Distinct())))
                .GroupBy(a => a.Reason)
                .Select(reason => $"pff: allow {string.Join(", ", reason.Select(a => a.Code))} because {reason.Key}");
            var margin = lines[line][..(lines[line].Length - lines[line].TrimStart().Length)];
            lines.InsertRange(line, comments.Select(c => $"{margin}{(isModule ? "//" : "#")} {c}"));
        }

        var written = new SourceText(text.Path, string.Join('\n', lines));
        return (isModule ? ModuleFormatter.Format(written) : YamlFormatter.Format(written)).Text ?? written.Content;
    }

    private static IEnumerable<Diagnostic> OfText(string path, IFileSource files, CompileSettings settings, CancellationToken cancellation)
    {
        var result = ManifestCompiler.Compile(path, files, settings with { IsStrict = true, IncludesTests = false }, cancellation);
        return result.Diagnostics.Concat(result.Allowed)
            .Where(d => d.Source.Path == path && (d.Severity == Severity.Warning || d.IsPromoted))
            .OrderBy(d => d.Span.Start);
    }

    private static bool IsIn(Diagnostic diagnostic, SequenceSyntax sequence) =>
        sequence.Span.Start <= diagnostic.Span.Start && diagnostic.Span.End <= sequence.Span.End;
}
