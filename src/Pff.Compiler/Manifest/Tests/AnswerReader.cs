using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Manifest.Tests;

/// <summary>One answer of a mock: <c>{ returns: value, delay: 2s, when: "{{…}}" }</c>, <c>{ fails: 503 }</c>, <c>times out</c> …</summary>
internal static class AnswerReader
{
    private const string TimesOut = "times out";
    private const string DropsConnection = "drops connection";
    private const int LowestFailure = 300;
    private const int HighestFailure = 599;

    internal static readonly ImmutableArray<string> Words = [TimesOut, DropsConnection];
    internal static readonly ImmutableArray<string> Kinds = ["returns", "returns_file", "fails"];
    internal static readonly ImmutableArray<string> Keys = [.. Kinds, "delay", "when"];
    internal static readonly ImmutableArray<string> FailureKeys = ["status", "body", "retry_after"];
    private static readonly LocalizedText Owner = new("An answer", "Uma resposta");

    public static AnswerSyntax? Read(YamlNode node, ShapeReader shape)
    {
        if (node is YamlScalar { IsNull: false } scalar)
        {
            return ReadWords(scalar, shape);
        }

        if (shape.Mapping(node, new("an answer", "uma resposta")) is not { } mapping)
        {
            return null;
        }

        shape.RefuseOtherKeys(mapping, Owner, Keys);
        var kinds = mapping.Entries.Where(e => Kinds.Contains(e.Key.Text)).ToList();
        if (kinds.Count != 1)
        {
            var at = kinds.Count > 1 ? kinds[1].Key.Span : mapping.Entries.IsEmpty ? mapping.Span : mapping.Entries[0].Key.Span;
            if (kinds.Count > 1 || mapping.Entries.All(e => Keys.Contains(e.Key.Text)))
            {
                shape.Report(CompilerDiagnostics.AnswerWithoutKind(mapping.Source, at, kinds.Count > 1));
            }

            return null;
        }

        return ReadKind(kinds[0], mapping, shape) is not { } answer ? null : answer with
        {
            DelayMs = mapping.Find("delay") is { } delay ? ReadDuration(delay.Value, shape) ?? 0 : 0,
            When = mapping.Find("when") is { } when ? shape.Value(when.Value, new("a condition", "uma condição")) : null,
        };
    }

    private static AnswerSyntax? ReadKind(YamlEntry entry, YamlMapping mapping, ShapeReader shape)
    {
        switch (entry.Key.Text)
        {
            case "returns":
                return entry.Value is YamlInvalid ? null : new ReturnsSyntax(entry.Value, mapping.Span);
            case "returns_file":
                return shape.Scalar(entry.Value, new("the path of a file", "o caminho de um arquivo")) is { } path
                    ? new ReturnsFileSyntax(new ManifestName(path.Text, path.Span), mapping.Span)
                    : null;
            default:
                return entry.Value switch
                {
                    YamlScalar { Kind: YamlScalarKind.Text } words => ReadWords(words, shape) is { } answer ? answer with { Span = mapping.Span } : null,
                    YamlMapping failure => ReadFailure(failure, mapping, shape),
                    _ => ReadStatus(entry.Value, shape) is { } status ? new FailsSyntax(status, null, null, mapping.Span) : null,
                };
        }
    }

    private static AnswerSyntax? ReadWords(YamlScalar scalar, ShapeReader shape)
    {
        switch (scalar.Text)
        {
            case TimesOut:
                return new TimesOutSyntax(scalar.Span);
            case DropsConnection:
                return new DropsConnectionSyntax(scalar.Span);
            default:
                shape.Report(CompilerDiagnostics.UnknownAnswer(scalar, Words));
                return null;
        }
    }

    private static FailsSyntax? ReadFailure(YamlMapping failure, YamlMapping answer, ShapeReader shape)
    {
        var owner = new LocalizedText("'fails'", "'fails'");
        shape.RefuseOtherKeys(failure, owner, FailureKeys);
        var retryAfter = failure.Find("retry_after") is { } wait ? ReadDuration(wait.Value, shape) : null;
        return shape.Require(failure, "status", owner, failure.Span) is { } node && ReadStatus(node, shape) is { } status
            ? new FailsSyntax(status, failure.Find("body")?.Value, retryAfter, answer.Span)
            : null;
    }

    private static int? ReadStatus(YamlNode node, ShapeReader shape)
    {
        if (shape.Scalar(node, new("an HTTP status", "um status HTTP")) is not { } scalar)
        {
            return null;
        }

        if (scalar.TryGetInt(out var status) && status is >= LowestFailure and <= HighestFailure)
        {
            return (int)status;
        }

        shape.Report(CompilerDiagnostics.BadFailureStatus(scalar, LowestFailure, HighestFailure));
        return null;
    }

    private static int? ReadDuration(YamlNode node, ShapeReader shape)
    {
        if (shape.Scalar(node, new("a duration", "uma duração")) is not { } scalar)
        {
            return null;
        }

        if (CatalogueValues.TryDuration(scalar.Text, out var milliseconds))
        {
            return milliseconds;
        }

        shape.Report(CompilerDiagnostics.BadTestDuration(scalar));
        return null;
    }
}
