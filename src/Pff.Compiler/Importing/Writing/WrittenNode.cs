using System.Collections.Immutable;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Writing;

/// <summary>Where something that is written comes from.</summary>
internal sealed record Origin(SourceText Source, TextSpan Span);

/// <summary>A YAML value to be written.</summary>
internal abstract record WrittenNode
{
    /// <summary>What the value was made of, so that what is wrong with it can be shown there; null where it is the writer's own.</summary>
    public Origin? Origin { get; init; }

    /// <summary>What stands on lines before it, without the sign of a comment; for items of lists.</summary>
    public ImmutableArray<string> Comments { get; init; } = [];

    public static WrittenText Of(string text) => new(text);

    public static WrittenMap Map(params ReadOnlySpan<(string Key, WrittenNode? Value)> entries)
    {
        var kept = ImmutableArray.CreateBuilder<WrittenEntry>();
        foreach (var (key, value) in entries)
        {
            if (value is not null)
            {
                kept.Add(new WrittenEntry(key, value));
            }
        }

        return new WrittenMap(kept.ToImmutable());
    }
}

/// <summary>A text, whatever it looks like: it reads back as text.</summary>
internal sealed record WrittenText(string Text) : WrittenNode;

/// <summary>A number, bool or null, as it stands.</summary>
internal sealed record WrittenLiteral(string Literal) : WrittenNode
{
    public static WrittenLiteral Null { get; } = new("null");

    public static WrittenLiteral Of(bool value) => new(value ? "true" : "false");
}

internal sealed record WrittenList(ImmutableArray<WrittenNode> Items) : WrittenNode;

/// <param name="Key">Distinct within its map.</param>
internal sealed record WrittenEntry(string Key, WrittenNode Value)
{
    /// <summary>Whether the key stands as it is and is no text: a number, a word of the language.</summary>
    public bool HasPlainKey { get; init; }

    /// <summary>What stands on lines before it, without the sign of a comment.</summary>
    public ImmutableArray<string> Comments { get; init; } = [];
}

internal sealed record WrittenMap(ImmutableArray<WrittenEntry> Entries) : WrittenNode
{
    /// <summary>Whether it is written in braces on one line; for small maps of scalars.</summary>
    public bool IsInline { get; init; }

    public WrittenMap With(string key, WrittenNode value) => this with { Entries = Entries.Add(new WrittenEntry(key, value)) };
}
