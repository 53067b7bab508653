using Pff.Compiler.Importing.Writing;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>Takes the names of results out of steps where nothing reads them: which ones are read is known once all is written.</summary>
internal static class UnusedResults
{
    private const string Key = "save_as";
    private const string Opening = "{{";

    public static WrittenMap Remove(WrittenMap sequence)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        Collect(sequence, words);
        return (WrittenMap)Without(sequence, words);
    }

    /// <summary>Every word of an expression counts as read, which keeps some names too many and none too few.</summary>
    private static void Collect(WrittenNode node, HashSet<string> words)
    {
        switch (node)
        {
            case WrittenText { Text: var text } when text.Contains(Opening, StringComparison.Ordinal):
                var start = 0;
                for (var i = 0; i <= text.Length; i++)
                {
                    if (i == text.Length || !(char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_'))
                    {
                        words.Add(text[start..i]);
                        start = i + 1;
                    }
                }

                break;
            case WrittenList list:
                list.Items.ToList().ForEach(i => Collect(i, words));
                break;
            case WrittenMap map:
                map.Entries.ToList().ForEach(e => Collect(e.Value, words));
                break;
        }
    }

    private static WrittenNode Without(WrittenNode node, HashSet<string> words) => node switch
    {
        WrittenList list => list with { Items = [.. list.Items.Select(i => Without(i, words))] },
        WrittenMap map => map with
        {
            Entries = [.. map.Entries.Where(e => !(e.Key == Key && e.Value is WrittenText name && IsStep(map) && !words.Contains(name.Text))).Select(e => e with { Value = Without(e.Value, words) })],
        },
        _ => node,
    };

    private static bool IsStep(WrittenMap map) => map.Entries.Any(e => e.Key is "method" or "call");
}
