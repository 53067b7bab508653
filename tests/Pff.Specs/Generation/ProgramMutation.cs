using System.Globalization;

namespace Pff.Specs.Generation;

/// <summary>One small change to what a generated program does.</summary>
internal static class ProgramMutation
{
    /// <summary>What was changed; null where the program has nothing that can be.</summary>
    public static string? Apply(YamlTree program, Random chance)
    {
        var places = program.WithDescendants().OfType<YamlTreeMap>()
            .SelectMany(map => map.Entries.Select(e => (Map: map, e.Key, e.Value)))
            .Where(p => IsChangeable(p.Key, p.Value))
            .ToList();
        if (places.Count == 0)
        {
            return null;
        }

        // Kinds of change first, because there are many more arguments than anything else.
        var kinds = places.Select(p => p.Key).Distinct().ToList();
        var kind = kinds[chance.Next(kinds.Count)];
        var (_, key, value) = places.Where(p => p.Key == kind).OrderBy(_ => chance.Next()).First();
        switch (key)
        {
            case "method":
                // Reads stay reads, and writes writes: only those may be undone, and undo.
                var method = (YamlTreeText)value;
                var alike = GeneratedApis.Reads.Contains(method.Text) ? GeneratedApis.Reads : GeneratedApis.Writes;
                method.Text = alike[(Array.IndexOf(alike, method.Text) + 1) % alike.Length];
                break;
            case "at_most" or "times":
                var limit = (YamlTreePlain)value;
                limit.Text = (int.Parse(limit.Text, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
                break;
            case "when" or "assert" or "until":
                var condition = (YamlTreeText)value;
                condition.Text = $"{{{{!({condition.Text[2..^2]})}}}}";
                break;
            case "return":
                var columns = (YamlTreeMap)value;
                columns.Entries[0] = ("z", columns.Entries[0].Value);
                break;
            case "parallel":
                ((YamlTreeList)value).Items.Insert(0, new YamlTreeList(NewLet()));
                break;
            case "steps" when ((YamlTreeList)value).Items is { } steps:
                steps.Insert(0, NewLet());
                break;
            default:
                ((YamlTreeText)value).Text += "!";
                break;
        }

        return kind;
    }

    private static YamlTreeMap NewLet() => new(false, ("let", new YamlTreeMap(true, ("entirely_new", new YamlTreePlain("1")))));

    private static bool IsChangeable(string key, YamlTree value) => key switch
    {
        "method" or "when" or "assert" or "until" or "skip" or "message" => value is YamlTreeText,
        "k" => value is YamlTreeText { Text: "fixed" },
        "at_most" or "times" => value is YamlTreePlain,
        "return" => value is YamlTreeMap,
        "parallel" or "steps" => value is YamlTreeList,
        _ => false,
    };
}
