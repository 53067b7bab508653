using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Manifest.Tests;

/// <summary><c>expect: { outcome, code, returns, writes, calls, that }</c>.</summary>
internal static class ExpectationReader
{
    internal static readonly ImmutableArray<string> Keys = ["outcome", "code", "returns", "writes", "calls", "that"];
    internal static readonly ImmutableArray<string> CountKeys = ["at_least", "at_most"];
    private static readonly LocalizedText Owner = new("An expectation", "Uma expectativa");
    private static readonly LocalizedText Write = new("a mapping from a method to its arguments", "um mapeamento de um método para seus argumentos");

    public static ExpectationSyntax Read(YamlNode node, ShapeReader shape)
    {
        if (shape.Mapping(node, new("what is expected", "o que se espera")) is not { } mapping)
        {
            return new ExpectationSyntax();
        }

        shape.RefuseOtherKeys(mapping, Owner, Keys);
        return new ExpectationSyntax
        {
            Outcome = TestReader.Text(mapping, "outcome", new("an outcome", "um desfecho"), shape),
            Code = TestReader.Text(mapping, "code", new("an error code", "um código de erro"), shape),
            Returns = mapping.Find("returns") is { } returns
                ? shape.Arguments(returns.Value, new("a mapping from columns to values", "um mapeamento de colunas para valores"))
                : [],
            Writes = mapping.Find("writes") is { } writes ? ReadWrites(writes.Value, shape) : null,
            Calls = mapping.Find("calls") is { } calls ? ReadCount(calls.Value, shape) : null,
            Conditions = mapping.Find("that") is { } that ? ReadConditions(that.Value, shape) : [],
        };
    }

    private static ImmutableArray<ExpectedWriteSyntax>? ReadWrites(YamlNode node, ShapeReader shape)
    {
        if (shape.List(node, new("a list of writes", "uma lista de escritas")) is not { } list)
        {
            return null;
        }

        return [.. list.Items.Select(item => ReadWrite(item, shape)).OfType<ExpectedWriteSyntax>()];
    }

    /// <summary>A name alone, or a name with the arguments that matter.</summary>
    private static ExpectedWriteSyntax? ReadWrite(YamlNode node, ShapeReader shape)
    {
        if (node is YamlScalar)
        {
            return shape.Scalar(node, Write) is { } name ? new ExpectedWriteSyntax(new ManifestName(name.Text, name.Span), []) : null;
        }

        if (shape.Mapping(node, Write) is not { } mapping)
        {
            return null;
        }

        if (mapping.Entries.Length != 1)
        {
            shape.Report(CompilerDiagnostics.WrongNode(mapping, Write));
            return null;
        }

        var (key, value) = mapping.Entries[0];
        var arguments = value is YamlScalar { IsNull: true } ? [] : shape.Arguments(value, new("a mapping of arguments", "um mapeamento de argumentos"));
        return new ExpectedWriteSyntax(new ManifestName(key.Text, key.Span), arguments);
    }

    private static CountSyntax? ReadCount(YamlNode node, ShapeReader shape)
    {
        if (node is not YamlMapping mapping)
        {
            return ReadNumber(node, shape) is { } exact ? new CountSyntax(exact, exact, node.Span) : null;
        }

        shape.RefuseOtherKeys(mapping, new("'calls'", "'calls'"), CountKeys);
        var least = mapping.Find("at_least") is { } l ? ReadNumber(l.Value, shape) : 0;
        var most = mapping.Find("at_most") is { } m ? ReadNumber(m.Value, shape) : long.MaxValue;
        return least is { } from && most is { } to ? new CountSyntax(from, to, node.Span) : null;
    }

    private static long? ReadNumber(YamlNode node, ShapeReader shape)
    {
        if (shape.Scalar(node, new("a whole number", "um número inteiro")) is not { } scalar)
        {
            return null;
        }

        if (scalar.TryGetInt(out var number) && number >= 0)
        {
            return number;
        }

        shape.Report(CompilerDiagnostics.BadCallCount(scalar));
        return null;
    }

    private static ImmutableArray<ValueSyntax> ReadConditions(YamlNode node, ShapeReader shape) => node is YamlSequence list
        ? [.. list.Items.Select(item => shape.Value(item, new("a condition", "uma condição"))).OfType<ValueSyntax>()]
        : shape.Value(node, new("a condition", "uma condição")) is { } single ? [single] : [];
}
