using System.Collections.Immutable;
using Pff.Compiler;
using Pff.Compiler.Fixing;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Hosting.Files;

namespace Pff.Hosting.Fixing;

/// <param name="Path">The file.</param>
/// <param name="Line">Counted from 1, in the text to which the fix was applied.</param>
/// <param name="Code">Null for a migration.</param>
/// <param name="Title">What was done.</param>
public sealed record AppliedFix(string Path, int Line, string? Code, LocalizedText Title);

/// <summary>A file and what the fixes make of it.</summary>
public sealed record FixedFile(string Path, string Before, string After);

/// <param name="Remaining">What the compiler says of the fixed texts.</param>
public sealed record FixOutcome(ImmutableArray<FixedFile> Files, ImmutableArray<AppliedFix> Applied, ImmutableArray<Diagnostic> Remaining);

/// <summary>
/// Applies the fixes of diagnostics, in memory, until there are none left that help: a fix stays only where the compiler
/// then has less to say. Nothing is written.
/// </summary>
/// <param name="disk">The files as they are.</param>
/// <param name="manifests">What is compiled.</param>
/// <param name="settings">How it is compiled.</param>
/// <param name="codes">The codes whose fixes are applied; empty for all that keep the meaning, and migrations.</param>
public sealed class FixRun(IFileSource disk, ImmutableArray<string> manifests, CompileSettings settings, IReadOnlyCollection<string> codes)
{
    private const int MaximumRounds = 30;

    /// <summary>In a round in which the fixes do not help together.</summary>
    private const int MaximumTrials = 30;

    private readonly OverlayFileSource _files = new(disk);
    private readonly SortedDictionary<string, string> _before = new(StringComparer.Ordinal);
    private readonly List<AppliedFix> _applied = [];

    public FixOutcome Run(CancellationToken cancellation)
    {
        if (codes.Count == 0)
        {
            Migrate();
        }

        var diagnostics = Compile(cancellation);
        for (var round = 0; round < MaximumRounds; round++)
        {
            var fixable = diagnostics.Where(IsFixable).ToList();
            if (fixable.Count == 0 || TryAll(fixable, diagnostics, cancellation) is not { } fewer)
            {
                break;
            }

            diagnostics = fewer;
        }

        var files = _before.Select(f => new FixedFile(f.Key, f.Value, TextOf(f.Key)));
        return new FixOutcome([.. files.Where(f => f.Before != f.After)], [.. _applied], diagnostics);
    }

    private void Migrate()
    {
        foreach (var path in manifests)
        {
            if (_files.Read(path).Text is not { } source)
            {
                continue;
            }

            foreach (var (migration, edits) in LanguageMigrations.Find(source))
            {
                var line = source.GetPosition(edits[0].Span.Start).Line + 1;
                Store(path, FixApplication.Apply(TextOf(path), edits));
                _applied.Add(new AppliedFix(path, line, null, migration.Title));
            }
        }
    }

    private bool IsFixable(Diagnostic diagnostic) =>
        diagnostic.Fix is { Edits.IsEmpty: false } fix
        && (codes.Count == 0 ? !fix.ChangesMeaning : codes.Contains(diagnostic.Code))
        && Path.GetExtension(diagnostic.Source.Path) is ".yaml" or ".yml" or ".pff";

    /// <summary>What the compiler says after the fixes that help, or null where none does.</summary>
    private ImmutableArray<Diagnostic>? TryAll(List<Diagnostic> fixable, ImmutableArray<Diagnostic> before, CancellationToken cancellation)
    {
        if (Try(fixable, before, cancellation) is { } all)
        {
            return all;
        }

        // Together they do not help, so that at least one of them does not: each is tried alone.
        return fixable.Count == 1
            ? null
            : fixable.Take(MaximumTrials).Select(one => Try([one], before, cancellation)).FirstOrDefault(result => result is not null);
    }

    private ImmutableArray<Diagnostic>? Try(List<Diagnostic> fixable, ImmutableArray<Diagnostic> before, CancellationToken cancellation)
    {
        var applied = new List<AppliedFix>();
        var old = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in fixable.GroupBy(d => d.Source.Path))
        {
            var chosen = FixApplication.WithoutOverlaps(file);
            var text = TextOf(file.Key);
            old.Add(file.Key, text);
            applied.AddRange(chosen.Select(d => new AppliedFix(file.Key, d.Source.GetPosition(d.Span.Start).Line + 1, d.Code, d.Fix!.Title)));
            Store(file.Key, FixApplication.Apply(text, chosen.SelectMany(d => d.Fix!.Edits)));
        }

        var after = Compile(cancellation);
        if (Helps(before, after))
        {
            _applied.AddRange(applied);
            return after;
        }

        foreach (var (path, text) in old)
        {
            _files.Set(path, text);
        }

        return null;
    }

    /// <summary>Behind an error of syntax the compiler says little, so that a repaired one may show it more than there was.</summary>
    private static bool Helps(ImmutableArray<Diagnostic> before, ImmutableArray<Diagnostic> after) =>
        after.Length < before.Length || after.Count(IsOfSyntax) < before.Count(IsOfSyntax);

    private static bool IsOfSyntax(Diagnostic diagnostic) =>
        diagnostic.Severity == Severity.Error && (diagnostic.Code.StartsWith("PFF10", StringComparison.Ordinal) || diagnostic.Code.StartsWith("PFF11", StringComparison.Ordinal));

    private ImmutableArray<Diagnostic> Compile(CancellationToken cancellation)
    {
        var bag = new DiagnosticBag();
        foreach (var manifest in manifests)
        {
            bag.AddRange(ManifestCompiler.Compile(manifest, _files, settings, cancellation).Diagnostics);
        }

        return bag.ToSorted();
    }

    private string TextOf(string path) => _files.Read(path).Text?.Content ?? string.Empty;

    private void Store(string path, string text)
    {
        _before.TryAdd(path, TextOf(path));
        _files.Set(path, text);
    }
}
