using Pff.Compiler.Manifest;

namespace Pff.Compiler.Formatting;

/// <summary>A comment on a line of its own.</summary>
internal sealed record Remark(string Text, bool HasBlankBefore);

/// <summary>A list or mapping with its comments, in the order in which it will be written.</summary>
internal sealed class Block(YamlNode node, ManifestPlace place, bool isFlow)
{
    public ManifestPlace Place { get; } = place;

    public bool IsMapping { get; } = node is YamlMapping;

    /// <summary>Written in brackets.</summary>
    public bool IsFlow { get; } = isFlow;

    public int Column { get; } = node.Source.GetPosition(node.Span.Start).Column;

    public int Start { get; } = node.Span.Start;

    public List<Part> Parts { get; } = [];

    /// <summary>Comments behind the last part that are still about this block.</summary>
    public List<Remark> Tail { get; } = [];

    /// <summary>Puts the keys of steps into their order; until then parts are in the order of the text.</summary>
    public void Sort()
    {
        foreach (var part in Parts)
        {
            part.Block?.Sort();
        }

        if (Place == ManifestPlace.Step && node is YamlMapping step)
        {
            var order = StepReader.KeyOrder(step);
            var sorted = Parts.OrderBy(p => order.IndexOf(p.Key!.Text) is var at and >= 0 ? at : order.Length).ToList();
            Parts.Clear();
            Parts.AddRange(sorted);
        }
    }

    public bool HasComments => Tail.Count > 0 || Parts.Any(p => p.HasComments);
}

/// <summary>An entry of a mapping or an item of a list.</summary>
internal sealed class Part(YamlScalar? key, YamlNode value, ManifestPlace place, int start)
{
    public YamlScalar? Key { get; } = key;

    public YamlNode Value { get; } = value;

    public ManifestPlace Place { get; } = place;

    /// <summary>The value, where it is a list or mapping.</summary>
    public Block? Block { get; set; }

    public int Start { get; } = start;

    public int End { get; } = value is YamlScalar { Span.Length: 0 } && key is not null ? key.Span.End + 1 : Math.Max(value.Span.End, start);

    public bool HasBlankBefore { get; set; }

    public List<Remark> Leading { get; } = [];

    /// <summary>Behind the colon of a key whose value starts on a later line.</summary>
    public string? Header { get; set; }

    /// <summary>Behind the value, on its last line.</summary>
    public string? Trailing { get; set; }

    public bool HasComments => Leading.Count > 0 || Header is not null || Trailing is not null || Block is { HasComments: true };
}

internal static class LayoutBuilder
{
    /// <summary>Null where the document is one scalar.</summary>
    public static Block? Build(YamlNode root, ManifestPlace place)
    {
        if (root is YamlScalar or YamlInvalid)
        {
            return null;
        }

        return Build(root, place, isInFlow: false);
    }

    private static Block Build(YamlNode node, ManifestPlace place, bool isInFlow)
    {
        var isFlow = isInFlow || node.Source.Content[node.Span.Start] is '{' or '[';
        var block = new Block(node, place, isFlow);
        switch (node)
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    Add(block, entry.Key, entry.Value, ManifestPlaces.OfEntry(place, entry.Key.Text, entry.Value));
                }

                break;
            case YamlSequence list:
                foreach (var item in list.Items)
                {
                    Add(block, null, item, ManifestPlaces.OfItem(place, item));
                }

                break;
        }

        return block;
    }

    private static void Add(Block block, YamlScalar? key, YamlNode value, ManifestPlace place)
    {
        var before = block.Parts.Count == 0 ? block.Start : block.Parts[^1].End;
        var start = Math.Max(key?.Span.Start ?? value.Span.Start, before);
        block.Parts.Add(new Part(key, value, place, start)
        {
            Block = value is YamlMapping or YamlSequence ? Build(value, place, block.IsFlow) : null,
            HasBlankBefore = Lines.IsBlankBefore(value.Source, start),
        });
    }
}
