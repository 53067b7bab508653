using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Impact;

/// <summary>
/// What a new version of an API's document changes for manifests. Each manifest is checked against both versions; what
/// the two checks say differently is the impact.
/// </summary>
public sealed class ImpactAnalysis
{
    private readonly DocumentVersion _old;
    private readonly DocumentVersion _new;
    private readonly ImmutableHashSet<string> _places;
    private readonly IFileSource _files;
    private readonly CompileSettings _settings;

    /// <param name="old">The document as it was.</param>
    /// <param name="new">The document as it is to be.</param>
    /// <param name="places">Other paths of the document; the versions' own need not be among them.</param>
    /// <param name="files">Gives manifests, catalogues and what they name.</param>
    /// <param name="settings">How manifests are checked; where strict, a new warning breaks a sequence.</param>
    public ImpactAnalysis(DocumentVersion old, DocumentVersion @new, IEnumerable<string> places, IFileSource files, CompileSettings settings)
    {
        _old = old;
        _new = @new;
        _places = [.. places.Append(old.Path).Append(@new.Path).Select(p => SourcePaths.Combine(string.Empty, p))];
        _files = files;
        _settings = settings;
    }

    /// <summary>What differs between the versions, whoever uses it.</summary>
    public ImmutableArray<DocumentChange> CompareDocuments() => DocumentComparison.Compare(_old, _new, _files);

    /// <exception cref="OperationCanceledException">When cancelled.</exception>
    public ManifestImpact Compare(string manifestPath, CancellationToken cancellation = default)
    {
        var (before, isUsed) = Compile(manifestPath, _old, cancellation);
        var uses = before.Sequences.Select(SequenceUse.Of).ToList();
        var calls = uses.ToImmutableDictionary(
            u => u.Sequence.Name, u => u.Calls.Values.Select(SequenceUse.OperationOf).ToImmutableHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        if (!isUsed)
        {
            return new ManifestImpact(manifestPath, false, [], calls);
        }

        var (after, _) = Compile(manifestPath, _new, cancellation);
        var changes = CompareDiagnostics(before.Diagnostics, after.Diagnostics)
            .Select(c => (Sequence: SequenceAt(c, before.Sequences), Change: c))
            .ToList();
        var usesAfter = after.Sequences.Select(SequenceUse.Of).ToDictionary(u => u.Sequence.Name, StringComparer.Ordinal);
        foreach (var use in uses)
        {
            if (usesAfter.TryGetValue(use.Sequence.Name, out var later))
            {
                // What is wrong now has no other meaning beside that.
                var wrong = changes.Where(c => c.Change.Kind == ImpactKind.Error && c.Sequence == use.Sequence.Name).Select(c => c.Change).ToList();
                changes.AddRange(CompareUses(use, later, wrong).Select(c => ((string?)use.Sequence.Name, c)));
            }
        }

        var sequences = changes
            .GroupBy(c => c.Sequence)
            .Select(g => new SequenceImpact(g.Key, [.. g.Select(c => c.Change).OrderBy(c => c.Span.Start).ThenBy(c => c.Kind).ThenBy(c => c.Message.English, StringComparer.Ordinal)]))
            .OrderBy(s => s.Sequence is null ? -1 : s.Changes[0].Span.Start)
            .ToImmutableArray();
        return new ManifestImpact(manifestPath, true, sequences, calls);
    }

    private (CompileResult Result, bool IsUsed) Compile(string manifestPath, DocumentVersion shown, CancellationToken cancellation)
    {
        var files = new DocumentVersions(_files, shown, _places, [_old.Sha256, _new.Sha256]);
        return (ManifestCompiler.Compile(manifestPath, files, _settings, cancellation), files.Replaced.Count > 0);
    }

    private IEnumerable<ImpactChange> CompareDiagnostics(ImmutableArray<Diagnostic> before, ImmutableArray<Diagnostic> after)
    {
        var known = before.Select(KeyOf).ToHashSet();
        var kept = after.Select(KeyOf).ToHashSet();
        foreach (var diagnostic in after.Where(d => d.Severity != Severity.Information && !known.Contains(KeyOf(d))))
        {
            var isError = diagnostic.Severity == Severity.Error;
            yield return new ImpactChange(
                isError ? ImpactKind.Error : ImpactKind.Warning, isError || _settings.IsStrict, diagnostic.Message, diagnostic.Source, diagnostic.Span)
            {
                Diagnostic = diagnostic,
            };
        }

        foreach (var diagnostic in before.Where(d => d.Severity != Severity.Information && !kept.Contains(KeyOf(d))))
        {
            yield return new ImpactChange(ImpactKind.Resolved, false, diagnostic.Message, diagnostic.Source, diagnostic.Span) { Diagnostic = diagnostic };
        }
    }

    /// <summary>Places in the document move from version to version; those elsewhere do not, but what is said there may be put otherwise.</summary>
    private object KeyOf(Diagnostic diagnostic) => IsDocument(diagnostic.Source)
        ? (diagnostic.Code, diagnostic.Message.English)
        : (diagnostic.Code, diagnostic.Source.Path, diagnostic.Span);

    private bool IsDocument(SourceText source) =>
        ReferenceEquals(source.Content, _old.Text.Content) || ReferenceEquals(source.Content, _new.Text.Content);

    private static string? SequenceAt(ImpactChange change, ImmutableArray<IrSequence> sequences) => sequences
        .FirstOrDefault(s => s.Source.Path == change.Source.Path && change.Span.Start >= s.Span.Start && change.Span.Start <= s.Span.End)?.Name;

    private IEnumerable<ImpactChange> CompareUses(SequenceUse before, SequenceUse after, List<ImpactChange> wrong)
    {
        bool IsWrong(TextSpan span) => wrong.Exists(w => w.Span.Start >= span.Start && w.Span.Start <= span.End);
        var source = before.Sequence.Source;
        foreach (var change in CompareInputs(before.Sequence, after.Sequence))
        {
            yield return change;
        }

        foreach (var (call, method) in before.Calls)
        {
            foreach (var change in CompareCall(method, after.Calls.GetValueOrDefault(call), source, call.Step))
            {
                yield return change;
            }
        }

        foreach (var (span, most) in before.Loops)
        {
            if (after.Loops.TryGetValue(span, out var now) && now != most && !IsWrong(span))
            {
                yield return new ImpactChange(ImpactKind.Bound, false, new(
                    $"This loop may go round {now} times, before at most {most}.",
                    $"Este laço pode repetir {now} vezes; antes, no máximo {most}."), source, span);
            }
        }

        foreach (var (span, read) in before.Reads)
        {
            if (after.Reads.TryGetValue(span, out var now))
            {
                foreach (var change in CompareRead(read, now, source, span))
                {
                    yield return change;
                }
            }
        }

        if (before.Calls.Keys.All(after.Calls.ContainsKey) && !wrong.Exists(w => w.Diagnostic is { Code: "PFF1204" or "PFF1309" }))
        {
            foreach (var change in LostReads(before, after, IsWrong))
            {
                yield return change;
            }
        }
    }

    /// <summary>Fields that have no type any more, since no success of their operation is described: one line for each object.</summary>
    private IEnumerable<ImpactChange> LostReads(SequenceUse before, SequenceUse after, Func<TextSpan, bool> isWrong) => before.Reads
        .Where(r => !after.Reads.ContainsKey(r.Key) && !isWrong(r.Key))
        .OrderBy(r => r.Key.Start)
        .GroupBy(r => r.Value.Owner, StringComparer.Ordinal)
        .Select(owner =>
        {
            var fields = string.Join(", ", owner.Select(r => $"'{r.Value.Field}'").Distinct(StringComparer.Ordinal));
            return new ImpactChange(ImpactKind.Type, _settings.IsStrict, new(
                $"'{owner.Key}' is not described any more, and nothing is known of {fields} before a run.",
                $"'{owner.Key}' não é mais descrito, e nada se sabe de {fields} antes de uma execução."), before.Sequence.Source, owner.First().Key);
        });

    /// <summary>A column that nobody declares has the type of what it is given to.</summary>
    private static IEnumerable<ImpactChange> CompareInputs(IrSequence before, IrSequence after)
    {
        foreach (var input in before.Inputs)
        {
            if (after.Inputs.FirstOrDefault(i => i.Name == input.Name) is { } now && now.Type != input.Type)
            {
                yield return new ImpactChange(ImpactKind.Type, now.Type is not (InputType.Text or InputType.Any), new(
                    $"The column '{input.Column}' is {Name(now.Type)} now, before {Name(input.Type)}.",
                    $"A coluna '{input.Column}' agora é {Name(now.Type)}; antes, {Name(input.Type)}."), before.Source, new TextSpan(before.Span.Start, 0));
            }
        }
    }

    private static string Name(InputType type) => type.ToString().ToLowerInvariant();

    private static IEnumerable<ImpactChange> CompareCall(MethodDescriptor before, MethodDescriptor? after, SourceText source, TextSpan span)
    {
        var operation = SequenceUse.OperationOf(before);
        if (after is null)
        {
            yield return new ImpactChange(ImpactKind.Operation, true, new(
                $"The operation of '{before.Name}', {operation}, is gone.",
                $"A operação de '{before.Name}', {operation}, não existe mais."), source, span);
            yield break;
        }

        var moved = SequenceUse.OperationOf(after);
        if (moved != operation)
        {
            yield return new ImpactChange(ImpactKind.Operation, false, new(
                $"'{before.Name}' calls {moved}, before {operation}.",
                $"'{before.Name}' chama {moved}; antes, {operation}."), source, span);
        }

        if (after.Effect != before.Effect)
        {
            yield return new ImpactChange(ImpactKind.Effect, after.Effect > before.Effect, new(
                $"'{before.Name}' {Verb(after.Effect).English} now; before it {Verb(before.Effect).English}.",
                $"'{before.Name}' agora {Verb(after.Effect).Portuguese}; antes {Verb(before.Effect).Portuguese}."), source, span);
        }
    }

    private static LocalizedText Verb(Effect effect) => effect switch
    {
        Effect.Read => new("reads", "lê"),
        Effect.Write => new("writes", "grava"),
        _ => new("writes irreversibly", "grava de forma irreversível"),
    };

    private static IEnumerable<ImpactChange> CompareRead(FieldRead before, FieldRead after, SourceText source, TextSpan span)
    {
        if (after.IsOptional != before.IsOptional)
        {
            yield return new ImpactChange(ImpactKind.Optionality, false, after.IsOptional
                ? new($"'{before.Field}' of '{before.Owner}' may be missing now.", $"'{before.Field}' de '{before.Owner}' agora pode faltar.")
                : new($"'{before.Field}' of '{before.Owner}' is always there now.", $"'{before.Field}' de '{before.Owner}' agora está sempre presente."), source, span);
        }

        if (after.Type != before.Type)
        {
            yield return new ImpactChange(ImpactKind.Type, false, new(
                $"'{before.Field}' of '{before.Owner}' is {after.Type} now, before {before.Type}.",
                $"'{before.Field}' de '{before.Owner}' agora é {after.Type}; antes, {before.Type}."), source, span);
        }
    }
}
