using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Manifest;

/// <summary>A YAML text as a tree, with the place of everything in it.</summary>
/// <param name="Root">Null where the text is empty, or so wrong that nothing could be read; a diagnostic then says so.</param>
/// <param name="IsComplete">
/// False where reading stopped at an error: what comes after that place is missing from the tree, so nothing should be
/// reported as missing.
/// </param>
public sealed record YamlDocument(SourceText Source, YamlNode? Root, bool IsComplete);

/// <summary>A node of a YAML text. <see cref="Span"/> covers quotes and brackets, and no comment or blank after it.</summary>
public abstract record YamlNode(SourceText Source, TextSpan Span) : ValueSyntax(Source, Span)
{
    /// <summary>What it is, as a message says what was found.</summary>
    public abstract LocalizedText Description { get; }
}

/// <summary>What a scalar stands for by the YAML 1.2 core schema; quoted and block scalars are always text.</summary>
public enum YamlScalarKind
{
    Null,
    Bool,
    Int,
    Float,
    Text,
}

/// <param name="Content">The text after unescaping and folding, each code unit with its place in the source.</param>
public sealed record YamlScalar(SourceText Source, TextSpan Span, YamlScalarKind Kind, EmbeddedText Content)
    : YamlNode(Source, Span)
{
    public string Text => Content.Text;

    public bool IsNull => Kind == YamlScalarKind.Null;

    public override LocalizedText Description => Kind switch
    {
        YamlScalarKind.Null => new("nothing", "nada"),
        YamlScalarKind.Bool => new("a bool", "um booleano"),
        YamlScalarKind.Int or YamlScalarKind.Float => new("a number", "um número"),
        _ => new("text", "um texto"),
    };

    public bool TryGetBool(out bool value)
    {
        value = Kind == YamlScalarKind.Bool && Text[0] is 't' or 'T';
        return Kind == YamlScalarKind.Bool;
    }

    /// <summary>False also where a whole number does not fit in 64 bits.</summary>
    public bool TryGetInt(out long value)
    {
        value = 0;
        return Kind == YamlScalarKind.Int && YamlCoreSchema.TryParseInt(Text, out value);
    }

    public bool TryGetDouble(out double value)
    {
        value = 0;
        return Kind is YamlScalarKind.Float or YamlScalarKind.Int && YamlCoreSchema.TryParseDouble(Text, out value);
    }
}

public sealed record YamlSequence(SourceText Source, TextSpan Span, ImmutableArray<YamlNode> Items) : YamlNode(Source, Span)
{
    public override LocalizedText Description => new("a list", "uma lista");
}

/// <param name="Entries">In the order of the text; of a repeated key, which is reported, only the first.</param>
public sealed record YamlMapping(SourceText Source, TextSpan Span, ImmutableArray<YamlEntry> Entries) : YamlNode(Source, Span)
{
    public override LocalizedText Description => new("a mapping", "um mapeamento");

    public YamlEntry? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key.Text == key)
            {
                return entry;
            }
        }

        return null;
    }
}

public sealed record YamlEntry(YamlScalar Key, YamlNode Value);

/// <summary>Something already reported as wrong: readers take it as nothing and say no more.</summary>
public sealed record YamlInvalid(SourceText Source, TextSpan Span) : YamlNode(Source, Span)
{
    public override LocalizedText Description => new("something that was not understood", "algo que não foi entendido");
}
