using System.Collections.Immutable;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Manifest.Steps;

/// <summary><c>fail: message</c>, or <c>fail: { code, message }</c>.</summary>
public sealed record FailStepSyntax(ManifestName? Code, ValueSyntax Message, StepClauses Clauses) : StepSyntax(Clauses)
{
    public override IEnumerable<ValueSyntax> OwnValues => [Message];

    public override ManifestName? OwnCode => Code;
}

internal static class FailStep
{
    private static readonly ImmutableArray<string> Keys = ["code", "message"];

    private static readonly LocalizedText Message = new("a message", "uma mensagem");

    public static StepSyntax? Read(StepParts parts, ShapeReader shape)
    {
        if (parts.Keyword.Value is not YamlMapping mapping)
        {
            return shape.Scalar(parts.Keyword.Value, Message) is { } only ? new FailStepSyntax(null, only, parts.Clauses) : null;
        }

        var owner = new LocalizedText("'fail'", "'fail'");
        shape.RefuseOtherKeys(mapping, owner, Keys);
        var code = mapping.Find("code") is { } entry ? shape.Code(entry.Value) : null;
        return shape.Require(mapping, "message", owner, parts.KeywordSpan) is { } node && shape.Scalar(node, Message) is { } message
            ? new FailStepSyntax(code, message, parts.Clauses)
            : null;
    }
}
