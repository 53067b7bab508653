using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs.Overrides;

/// <summary>
/// Whether an override still corrects something. One that says what the document says, or whose place the document no
/// longer has, is an error: it would hide the next change there.
/// </summary>
internal sealed class OverrideCheck(DiagnosticBag diagnostics)
{
    /// <param name="roots">What the path starts at, as it was before the change: in responses and in requests.</param>
    /// <param name="path">The steps after the root.</param>
    /// <param name="rootName">How messages call the root.</param>
    /// <returns>Whether the change can be made.</returns>
    public bool Check(TypeOverride owner, OverrideKey change, ImmutableArray<PffType> roots, ImmutableArray<PathStep> path, string rootName)
    {
        // A field may be there only in requests, or only in responses.
        var root = roots.FirstOrDefault(r => OverridePlace.Find(r, path).Type is not null) ?? roots[0];
        var place = OverridePlace.Find(root, path);
        if (change.Change is AddedField)
        {
            return CheckAdded(owner, change, root, path, rootName);
        }

        if (place.Type is not { } type)
        {
            return ReportMissing(owner, place, path, rootName);
        }

        switch (change.Change)
        {
            case OptionalChange when place.Field is null:
                return Report(CompilerDiagnostics.OverrideDoesNotFit(
                    change.Key, new("only a field or an argument can be optional", "só um campo ou um argumento pode ser opcional")));
            case OptionalChange optional when place.Field!.IsRequired != optional.IsOptional:
            case ValueChange value when value.IsAlready(type):
                return ReportStale(owner, change);
            case ValueChange impossible when impossible.Apply(type) is null:
                return Report(CompilerDiagnostics.OverrideDoesNotFit(
                    change.Key, new($"'{owner.At.Text}' is {type}", $"'{owner.At.Text}' é {type}")));
            default:
                return true;
        }
    }

    private bool CheckAdded(TypeOverride owner, OverrideKey change, PffType root, ImmutableArray<PathStep> path, string rootName)
    {
        if (OverridePlace.LeadsToObject(root, path))
        {
            return OverridePlace.Find(root, path).Type is null || ReportStale(owner, change);
        }

        var before = path.IsEmpty ? path : path[..^1];
        return OverridePlace.Find(root, before) is { Type: null } missing
            ? ReportMissing(owner, missing, before, rootName)
            : Report(CompilerDiagnostics.OverrideDoesNotFit(change.Key, new("only an object can have more fields", "só um objeto pode ter mais campos")));
    }

    private bool ReportMissing(TypeOverride owner, OverridePlace place, ImmutableArray<PathStep> path, string rootName)
    {
        var step = path[place.MissingStep];
        var parent = place.MissingStep == 0 ? rootName : owner.At.Text[..path[place.MissingStep - 1].Span.End];
        return Report(CompilerDiagnostics.OverrideOfNothing(
            owner.At, SpanOf(owner, step), step.Field ?? "[]", parent, place.Known, RemovalOf(owner)));
    }

    private bool ReportStale(TypeOverride owner, OverrideKey change) =>
        Report(CompilerDiagnostics.OverrideIsStale(change.Key, owner.At.Text, owner.Changes.Length == 1 ? RemovalOf(owner) : null));

    private bool Report(Diagnostic diagnostic)
    {
        diagnostics.Add(diagnostic);
        return false;
    }

    public static TextSpan SpanOf(TypeOverride owner, PathStep step) => owner.At.Content.ToSource(step.Span);

    /// <summary>The lines of the override, where it has lines of its own.</summary>
    public static TextEdit? RemovalOf(TypeOverride owner)
    {
        var text = owner.Map.Source.Content;
        var start = text.LastIndexOf('\n', Math.Max(0, owner.Map.Span.Start - 1)) + 1;
        var end = text.IndexOf('\n', owner.Map.Span.End) is >= 0 and var newLine ? newLine + 1 : text.Length;
        var before = text.AsSpan(start, owner.Map.Span.Start - start).Trim();
        var after = text.AsSpan(owner.Map.Span.End, end - owner.Map.Span.End).Trim();
        return before.SequenceEqual("-") && (after.IsEmpty || after[0] == '#') ? new TextEdit(TextSpan.FromBounds(start, end), string.Empty) : null;
    }
}
