namespace Pff.Specs.Generation;

/// <summary>A manifest as a tree that a test can change, and print in many ways.</summary>
internal abstract class YamlTree
{
    public IEnumerable<YamlTree> WithDescendants() => this switch
    {
        YamlTreeMap map => map.Entries.SelectMany(e => e.Value.WithDescendants()).Prepend(this),
        YamlTreeList list => list.Items.SelectMany(i => i.WithDescendants()).Prepend(this),
        _ => [this],
    };
}

internal sealed class YamlTreeText(string text) : YamlTree
{
    public string Text { get; set; } = text;
}

/// <summary>A number or boolean: never quoted.</summary>
internal sealed class YamlTreePlain(string text) : YamlTree
{
    public string Text { get; set; } = text;
}

internal sealed class YamlTreeList(params IEnumerable<YamlTree> items) : YamlTree
{
    public List<YamlTree> Items { get; } = [.. items];
}

/// <param name="isOrdered">Whether the order of the keys has a meaning.</param>
internal sealed class YamlTreeMap(bool isOrdered, params IEnumerable<(string Key, YamlTree Value)> entries) : YamlTree
{
    public bool IsOrdered { get; } = isOrdered;

    public List<(string Key, YamlTree Value)> Entries { get; } = [.. entries];
}
