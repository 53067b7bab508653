using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Manifest;

/// <summary>
/// Takes the expected kinds of node out of a YAML tree and reports the others; <see cref="YamlInvalid"/> nodes, which
/// are reported already, are passed over in silence.
/// </summary>
/// <param name="diagnostics">Where diagnostics go.</param>
/// <param name="isComplete">False where the tree ends at a syntax error: nothing is then reported as missing.</param>
public sealed class ShapeReader(DiagnosticBag diagnostics, bool isComplete)
{
    private const int MaximumNameLength = 128;

    /// <summary>Words that an expression reads as something else than a variable.</summary>
    private static readonly ImmutableHashSet<string> ReservedNames = ["true", "false", "null", "in", "now", "error", "match", "from"];

    public void Report(Diagnostic diagnostic) => diagnostics.Add(diagnostic);

    public YamlMapping? Mapping(YamlNode node, LocalizedText expected) => Expect<YamlMapping>(node, expected);

    public YamlSequence? List(YamlNode node, LocalizedText expected) => Expect<YamlSequence>(node, expected);

    /// <summary>A scalar that is not empty, of whatever kind.</summary>
    public YamlScalar? Scalar(YamlNode node, LocalizedText expected)
    {
        var scalar = Expect<YamlScalar>(node, expected);
        if (scalar is { IsNull: true })
        {
            Report(CompilerDiagnostics.WrongNode(node, expected));
            return null;
        }

        return scalar;
    }

    /// <summary>A value that is there: anything but nothing.</summary>
    public YamlNode? Value(YamlNode node, LocalizedText expected) => node is YamlScalar ? Scalar(node, expected) : node;

    public bool? Bool(YamlNode node, string key)
    {
        if (node is YamlScalar scalar && scalar.TryGetBool(out var value))
        {
            return value;
        }

        ReportUnlessKnown(node, new($"true or false for '{key}'", $"true ou false em '{key}'"));
        return null;
    }

    public void RefuseOtherKeys(YamlMapping mapping, LocalizedText owner, IReadOnlyCollection<string> known)
    {
        foreach (var entry in mapping.Entries)
        {
            if (!known.Contains(entry.Key.Text))
            {
                Report(CompilerDiagnostics.UnknownKey(entry.Key, owner, known));
            }
        }
    }

    /// <summary>The value of a key that must be there.</summary>
    /// <param name="at">What to underline where it is not.</param>
    public YamlNode? Require(YamlMapping mapping, string key, LocalizedText owner, TextSpan at)
    {
        if (mapping.Find(key) is { } entry)
        {
            return entry.Value;
        }

        // Where it is there but misspelled, that is already said.
        if (isComplete && Suggestion.Nearest(key, mapping.Entries.Select(e => e.Key.Text)) is null)
        {
            Report(CompilerDiagnostics.MissingKey(mapping.Source, at, owner, key));
        }

        return null;
    }

    /// <summary>A name that expressions can use.</summary>
    public ManifestName? Name(YamlNode node, LocalizedText expected)
    {
        if (Scalar(node, expected) is not { } scalar)
        {
            return null;
        }

        if (!IsIdentifier(scalar.Text) || ReservedNames.Contains(scalar.Text))
        {
            Report(CompilerDiagnostics.BadName(scalar, ReservedNames.Contains(scalar.Text)));
            return null;
        }

        return new ManifestName(scalar.Text, scalar.Span);
    }

    /// <summary>The code of a failure.</summary>
    public ManifestName? Code(YamlNode node) =>
        Scalar(node, new("an error code", "um código de erro")) is { } code ? new ManifestName(code.Text, code.Span) : null;

    /// <summary>A limit such as <c>at_most</c>.</summary>
    public LimitSyntax? Limit(YamlNode node) =>
        Scalar(node, new("a whole number", "um número inteiro")) is { } limit
            ? new LimitSyntax(limit.TryGetInt(out var value) ? value : null, limit.Text, limit.Span)
            : null;

    /// <summary>The entries of <c>args</c>, <c>let</c>, <c>return</c>: names and any values.</summary>
    public ImmutableArray<ArgumentSyntax> Arguments(YamlNode node, LocalizedText expected, bool namesVariables = false)
    {
        if (Mapping(node, expected) is not { } mapping)
        {
            return [];
        }

        var arguments = ImmutableArray.CreateBuilder<ArgumentSyntax>(mapping.Entries.Length);
        foreach (var entry in mapping.Entries)
        {
            var name = namesVariables ? Name(entry.Key, expected) : new ManifestName(entry.Key.Text, entry.Key.Span);
            if (name is not null)
            {
                arguments.Add(new ArgumentSyntax(name, entry.Value));
            }
        }

        return arguments.ToImmutable();
    }

    private T? Expect<T>(YamlNode node, LocalizedText expected)
        where T : YamlNode
    {
        if (node is T match)
        {
            return match;
        }

        ReportUnlessKnown(node, expected);
        return null;
    }

    private void ReportUnlessKnown(YamlNode node, LocalizedText expected)
    {
        if (node is not YamlInvalid && (isComplete || node is not YamlScalar { IsNull: true }))
        {
            Report(CompilerDiagnostics.WrongNode(node, expected));
        }
    }

    private static bool IsIdentifier(string text) =>
        text.Length is > 0 and <= MaximumNameLength
        && !char.IsAsciiDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
