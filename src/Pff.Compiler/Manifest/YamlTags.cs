namespace Pff.Compiler.Manifest;

/// <summary>The tags of the YAML core schema: the only ones with a meaning here.</summary>
internal static class YamlTags
{
    private const string Prefix = "tag:yaml.org,2002:";

    /// <summary>What a tagged scalar stands for, or null where the tag is another, or does not fit the text.</summary>
    public static YamlScalarKind? KindOf(string tag, string text)
    {
        if (tag is "!" or Prefix + "str")
        {
            return YamlScalarKind.Text;
        }

        var kind = YamlCoreSchema.KindOf(text);
        return tag switch
        {
            Prefix + "null" when kind == YamlScalarKind.Null => kind,
            Prefix + "bool" when kind == YamlScalarKind.Bool => kind,
            Prefix + "int" when kind == YamlScalarKind.Int => kind,
            Prefix + "float" when kind is YamlScalarKind.Float or YamlScalarKind.Int => YamlScalarKind.Float,
            _ => null,
        };
    }

    /// <param name="tag">The tag of a list or mapping.</param>
    /// <param name="name"><c>seq</c> or <c>map</c>.</param>
    public static bool IsCollection(string tag, string name) => tag == "!" || tag == Prefix + name;
}
