using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Manifest;

/// <summary>Finds out what kind of step a mapping is, reads the keys that all kinds share, and leaves the rest to the kind.</summary>
internal static class StepReader
{
    private delegate StepSyntax? ReadStep(StepParts parts, ShapeReader shape);

    internal static readonly ImmutableArray<string> SharedKeys = ["name", "when", "else", "on_error"];

    /// <summary>Those of the shared keys that stand before what a step does.</summary>
    private static readonly ImmutableArray<string> LeadingKeys = ["name", "when"];

    private static readonly ImmutableDictionary<string, (ReadStep Read, ImmutableArray<string> Keys)> Kinds =
        new Dictionary<string, (ReadStep, ImmutableArray<string>)>
        {
            ["method"] = (MethodStep.Read, ["method", "args", "save_as", "undo_with"]),
            ["for_each"] = (ForEachStep.Read, ["for_each", "as", "index_as", "at_most", "steps"]),
            ["let"] = (LetStep.Read, ["let"]),
            ["assert"] = (AssertStep.Read, ["assert", "code", "message"]),
            ["call"] = (CallStep.Read, ["call", "args", "save_as"]),
            ["parallel"] = (ParallelStep.Read, ["parallel"]),
            ["retry"] = (RetryStep.Read, ["retry"]),
            ["match"] = (MatchStep.Read, ["match", "cases"]),
            ["undo"] = (UndoStep.Read, ["undo"]),
            ["skip"] = (SkipStep.Read, ["skip"]),
            ["fail"] = (FailStep.Read, ["fail"]),
            ["return"] = (ReturnStep.Read, ["return"]),
            [GroupKeyword] = (GroupStep.Read, [GroupKeyword]),
        }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The keyword of each kind of step, in alphabetical order, with the keys that only that kind has.</summary>
    internal static IEnumerable<(string Keyword, ImmutableArray<string> Keys)> KeysByKind =>
        Kinds.OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => (k.Key, k.Value.Keys));

    /// <summary>The key of a group, which other kinds have too: it decides only where no other keyword stands.</summary>
    internal const string GroupKeyword = "steps";

    public static StepSyntax? Read(YamlNode node, ShapeReader shape)
    {
        if (shape.Mapping(node, new("a step", "um passo")) is not { } mapping || FindKeyword(mapping, shape) is not { } keyword)
        {
            return null;
        }

        var kind = Kinds[keyword.Key.Text];
        var owner = new LocalizedText($"A '{keyword.Key.Text}' step", $"Um passo '{keyword.Key.Text}'");
        shape.RefuseOtherKeys(mapping, owner, [.. kind.Keys, .. SharedKeys]);
        var clauses = new StepClauses(keyword.Key.Span, mapping.Span)
        {
            Name = mapping.Find("name") is { } name && shape.Scalar(name.Value, new("a name", "um nome")) is { } text
                ? new ManifestName(text.Text, text.Span)
                : null,
            When = mapping.Find("when") is { } when ? shape.Value(when.Value, new("a condition", "uma condição")) : null,
            Else = ReadElse(mapping, shape),
            Handlers = mapping.Find("on_error") is { } onError ? SequenceReader.ReadHandlers(onError.Value, shape) : [],
        };
        return kind.Read(new StepParts(mapping, keyword, owner, clauses), shape);
    }

    /// <summary>The keys of a step in the order in which they are documented and formatted; empty where it is no step.</summary>
    public static ImmutableArray<string> KeyOrder(YamlMapping step)
    {
        var keyword = step.Entries.Select(e => e.Key.Text).FirstOrDefault(k => k != GroupKeyword && Kinds.ContainsKey(k))
            ?? (step.Find(GroupKeyword) is null ? null : GroupKeyword);
        return keyword is null ? [] : [.. LeadingKeys, .. Kinds[keyword].Keys, .. SharedKeys.Except(LeadingKeys)];
    }

    private static ImmutableArray<StepSyntax> ReadElse(YamlMapping mapping, ShapeReader shape)
    {
        if (mapping.Find("else") is not { } entry)
        {
            return [];
        }

        if (mapping.Find("when") is null)
        {
            shape.Report(CompilerDiagnostics.ElseWithoutWhen(mapping.Source, entry.Key.Span));
        }

        return entry.Value is YamlMapping && StepReader.Read(entry.Value, shape) is { } single
            ? [single]
            : entry.Value is YamlMapping ? [] : SequenceReader.ReadSteps(entry.Value, shape);
    }

    private static YamlEntry? FindKeyword(YamlMapping mapping, ShapeReader shape)
    {
        var keywords = mapping.Entries.Where(e => Kinds.ContainsKey(e.Key.Text) && e.Key.Text != GroupKeyword).ToList();
        if (keywords.Count > 1)
        {
            shape.Report(CompilerDiagnostics.StepWithTwoKinds(keywords[1].Key, keywords[0].Key.Text));
        }

        if (keywords.Count > 0)
        {
            return keywords[0];
        }

        if (mapping.Find(GroupKeyword) is { } group)
        {
            return group;
        }

        ReportNoKeyword(mapping, shape);
        return null;
    }

    /// <summary>A misspelled keyword is what is wrong, not that there is none.</summary>
    private static void ReportNoKeyword(YamlMapping mapping, ShapeReader shape)
    {
        var known = Kinds.Keys.Order(StringComparer.Ordinal).ToList();
        var unknown = mapping.Entries.Where(e => Suggestion.Nearest(e.Key.Text, known) is not null && !IsKnownKey(e.Key.Text)).ToList();
        foreach (var entry in unknown)
        {
            shape.Report(CompilerDiagnostics.UnknownKey(entry.Key, new("A step", "Um passo"), known));
        }

        if (unknown.Count == 0)
        {
            var at = mapping.Entries.IsEmpty ? mapping.Span : mapping.Entries[0].Key.Span;
            shape.Report(CompilerDiagnostics.StepWithoutKind(mapping.Source, at, known));
        }
    }

    private static bool IsKnownKey(string key) => SharedKeys.Contains(key) || Kinds.Values.Any(k => k.Keys.Contains(key));
}

/// <summary>What the reader of one kind of step is given.</summary>
/// <param name="Mapping">The whole step.</param>
/// <param name="Keyword">The entry that says what kind it is.</param>
/// <param name="Owner">How a message calls the step.</param>
internal sealed record StepParts(YamlMapping Mapping, YamlEntry Keyword, LocalizedText Owner, StepClauses Clauses)
{
    public YamlNode? this[string key] => Mapping.Find(key)?.Value;

    public TextSpan KeywordSpan => Keyword.Key.Span;
}
