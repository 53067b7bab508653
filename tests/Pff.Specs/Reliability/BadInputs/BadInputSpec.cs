using System.Text;
using Pff.Specs.Architecture;

namespace Pff.Specs.Reliability.BadInputs;

/// <summary>
/// The table of bad inputs in <c>docs/reliability.md</c> has the message that each gives, to the letter. <c>PFF_UPDATE=1</c>
/// writes the table anew.
/// </summary>
public sealed class BadInputSpec
{
    private const string Begin = "<!-- bad inputs -->\n";
    private const string End = "<!-- end of bad inputs -->\n";
    private const int Processes = 3;

    [Fact]
    public async Task Each_bad_input_gives_the_message_that_the_documentation_shows()
    {
        await using var bench = await BadInputBench.StartAsync();
        var inputs = BadFiles.All.Concat(BadSources.All).Concat(BadArguments.All).ToArray();
        var messages = new string[inputs.Length];
        await Parallel.ForAsync(
            0, inputs.Length, new ParallelOptions { MaxDegreeOfParallelism = Processes },
            async (i, _) => messages[i] = await bench.AskAsync(inputs[i]));
        var answers = await bench.AskRowsAsync();

        var table = new StringBuilder("\n| what is bad | message |\n|---|---|\n");
        var rows = inputs.Select(input => input.What).Zip(messages)
            .Concat(BadAnswers.OfRead.Concat(BadAnswers.OfWrite).Select(answer => answer.What).Zip(answers))
            .ToArray();
        foreach (var (what, message) in rows)
        {
            table.Append("| ").Append(what).Append(" | ").Append(message.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        }

        Assert.True(rows.Length >= 50, $"{rows.Length} rows");
        Assert.Equal(BadAnswers.OfRead.Length + BadAnswers.OfWrite.Length, answers.Count);
        var path = Repository.PathOf("docs/reliability.md");
        var page = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("PFF_UPDATE") == "1")
        {
            await File.WriteAllTextAsync(path, page[..begin] + table + "\n" + page[end..], TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal(table + "\n", page[begin..end]);
    }
}
