using System.Globalization;
using Pff.Hosting.Output;
using Pff.Runtime.Tables.Inspection;

namespace Pff.Cli.Runtime.Output;

/// <summary>An inspection for people.</summary>
internal sealed class InspectionText(HostConsole console)
{
    private const int WidestName = 30;

    public void Write(InspectedTable shown)
    {
        var (table, inspection) = (shown.Table, shown.Inspection);
        Line("file", "arquivo", shown.Name);
        Line("format", "formato", Visible(table.FormatName));
        if (table.EncodingName is { } encoding)
        {
            Line("encoding", "codificação", table.IsEncodingGuessed ? console.Say($"{encoding} (guessed)", $"{encoding} (suposta)") : encoding);
        }

        if (table.Delimiter is { } delimiter)
        {
            Line("delimiter", "delimitador", delimiter == '\t' ? "tab" : delimiter.ToString());
        }

        Line("rows", "linhas", (inspection.IsWhole, shown.Rows) switch
        {
            (true, var rows) => $"{rows}",
            (_, { } rows) => console.Say($"about {rows}, {inspection.Rows} looked at", $"cerca de {rows}, {inspection.Rows} examinadas"),
            _ => console.Say($"{inspection.Rows} looked at, there are more", $"{inspection.Rows} examinadas, há mais"),
        });
        WriteColumns(shown);
        WriteProblems(shown);
    }

    private void WriteColumns(InspectedTable shown)
    {
        var columns = shown.Inspection.Columns;
        var names = columns.Select(column => Short(Visible(column.Name.Length == 0 ? console.Say("(no header)", "(sem cabeçalho)") : column.Name))).ToList();
        var width = names.Count == 0 ? 0 : names.Max(name => name.Length);
        console.Out.WriteLine();
        for (var i = 0; i < columns.Length; i++)
        {
            var column = columns[i];
            var all = column.Filled + column.Empty;
            var share = all == 0 ? 0 : 100.0 * column.Empty / all;
            var empty = column.Empty == 0 ? "" : console.Say(Percent(share) + " empty", Percent(share) + " vazia");
            var input = shown.InputOf(column.Name) is { } plan ? $" -> {plan.Name}" : "";
            var examples = string.Join(", ", shown.ExamplesOf(column).Select(Visible));
            console.Out.WriteLine($"{names[i].PadRight(width)}  {CellShapes.NameOf(column.Type),-13} {empty,-14} {examples}{input}".TrimEnd());
        }
    }

    private void WriteProblems(InspectedTable shown)
    {
        var inspection = shown.Inspection;
        var problems = inspection.Problems.Concat(inspection.Columns.SelectMany(column => column.Problems)).Concat(inspection.UnreadableRows).Concat(inspection.UnboundRows).ToList();
        if (problems.Count > 0 || shown.Unbound is not null)
        {
            console.Out.WriteLine();
        }

        foreach (var problem in problems)
        {
            console.Out.WriteLine($"{problem.Code}: {Visible(console.Say(problem.Message))}");
        }

        if (shown.Unbound is { } unbound)
        {
            console.Out.WriteLine($"{unbound.Code}: {Visible(console.Say(unbound.Message))}");
        }

        var more = inspection.UnreadableCount + inspection.UnboundCount - inspection.UnreadableRows.Length - inspection.UnboundRows.Length;
        if (more > 0)
        {
            console.Out.WriteLine(console.Say($"… and {more} more rows", $"… e mais {more} linhas"));
        }

        foreach (var input in shown.MissingInputs)
        {
            console.Out.WriteLine(console.Say($"input '{input.Name}': no column '{input.Column}'", $"entrada '{input.Name}': não há coluna '{input.Column}'"));
        }
    }

    private void Line(string english, string portuguese, string value) => console.Out.WriteLine($"{console.Say(english, portuguese),-14}{value}");

    private static string Percent(double share) => share is > 0 and < 0.1 ? "<0.1 %" : share.ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static string Short(string name) => name.Length <= WidestName ? name : name[..(WidestName - 1)] + "…";

    /// <summary>What a terminal would obey is not shown.</summary>
    private static string Visible(string text) => string.Concat(text.Select(unit => char.IsControl(unit) ? '\uFFFD' : unit));
}
