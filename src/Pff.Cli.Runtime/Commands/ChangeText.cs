using Pff.Core.Ports;
using Pff.Hosting.Output;
using Pff.Runtime.Changes;

namespace Pff.Cli.Runtime.Commands;

/// <summary>Change plans as text for a person.</summary>
internal static class ChangeText
{
    public static string Totals(ChangePlanTotals totals, long failed, HostConsole console)
    {
        var text = console.Say(
            $"{totals.RowsWithWrites} of {totals.Rows} rows would be changed, by {totals.Writes} writes.",
            $"{totals.RowsWithWrites} de {totals.Rows} linhas seriam mudadas, por {totals.Writes} escritas.");
        text += failed > 0 ? console.Say($" {failed} rows fail before they change anything.", $" {failed} linhas falham antes de mudar algo.") : "";
        return text + (totals.NotPlanned > 0
            ? console.Say(
                $" {totals.NotPlanned} rows need the result of a write to be planned, and will not be applied.",
                $" {totals.NotPlanned} linhas precisam do resultado de uma escrita para serem planejadas, e não serão aplicadas.")
            : "");
    }

    public static void WriteRow(PlannedRow row, HostConsole console)
    {
        var ansi = new Ansi(console.UsesColor);
        var note = row.Note.Length > 0 ? $": {(row.Code is { } code ? code + ": " : "")}{row.Note}" : "";
        var state = row.IsApplied ? "" : row.Outcome switch
        {
            RowOutcome.Succeeded when row.Writes.IsEmpty => console.Say(" no change", " sem mudança"),
            RowOutcome.Succeeded => console.Say(" not planned", " não planejada"),
            RowOutcome.Skipped => console.Say(" skipped", " pulada"),
            _ => console.Say(" fails", " falha"),
        };
        console.Out.WriteLine($"{ansi.Strong($"{console.Say("row", "linha")} {row.Row}")}{state}{note}");
        foreach (var write in row.Writes)
        {
            console.Out.WriteLine($"  {write.Method}  {write.Verb} {write.Path}");
            foreach (var field in FieldChange.Of(write))
            {
                console.Out.WriteLine("    " + (field.Before is null ? ansi.Good($"{field.Name}: {field.After}")
                    : field.IsChanged ? $"{field.Name}: {ansi.Error(field.Before)} → {ansi.Good(field.After)}"
                    : ansi.Faint($"{field.Name}: {field.After}")));
            }
        }
    }
}
